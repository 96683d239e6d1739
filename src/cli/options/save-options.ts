import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments, Option } from '../command.ts';
import type { AuditRun } from '../run/run-audit.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';

/** Options that keep what was seen. */
export const saveOptions = {
  'save-observations': { kind: 'text', describe: 'folder to save observations to, for `evaluate`' },
  'sign-key': {
    kind: 'text',
    describe: 'Ed25519 private key FILE (PEM) to sign the saved observations with',
  },
} as const satisfies Record<string, Option>;

/** Reads them, and the key; undefined: nothing is kept. */
export async function readSaveOptions(
  args: Arguments,
  context: Pick<ProcessContext, 'environment'>,
): Promise<Result<AuditRun['save'], Problem>> {
  const folder = args.text('save-observations');
  const path = args.text('sign-key');
  if (path === undefined) return ok(folder === undefined ? undefined : { folder, signKey: undefined });
  if (folder === undefined) {
    return err(problem('needs saved observations to sign: add --save-observations DIR', '--sign-key'));
  }
  // Imported late: few scans are signed.
  const { readSignKey } = await import('../input/signing-keys.ts');
  const signKey = await readSignKey(path, context);
  return signKey.ok ? ok({ folder, signKey: signKey.value }) : signKey;
}
