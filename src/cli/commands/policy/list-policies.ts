import { builtInPolicies } from '../../../policy/built-in.ts';
import { compilePolicy } from '../../../policy/compile-policy.ts';
import type { Arguments } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { documentsOf, isChain, readSourcedChain } from '../../input/policy-sources.ts';
import { reportInputErrors } from '../../input/report-input-errors.ts';
import { isJson, printList } from '../../output/print-list.ts';
import type { ProcessContext } from '../../process-context.ts';

/** `policy list [POLICY…]`: the built-in policies, and the files named. */
export async function listPolicies(
  words: readonly string[],
  args: Arguments,
  context: ProcessContext,
): Promise<ExitCode> {
  const read = await Promise.all([...new Set([...builtInPolicies, ...words])].map(readSourcedChain));
  const errors = read.flatMap((chain) => (isChain(chain) ? [] : chain));
  if (errors.length > 0) return reportInputErrors(context, errors, 'Nothing was listed.');
  const policies = read.filter(isChain).map((chain) => {
    const { document, isBuiltIn, file } = chain.at(-1) ?? chain[0];
    const { id, title, roles, topology } = compilePolicy(documentsOf(chain));
    return {
      id,
      title,
      roles: Object.keys(roles),
      extends: document.extends ?? null,
      builtIn: isBuiltIn,
      file: file?.path ?? null,
      declares: topology === 'cwa' ? ['virtualServers'] : Object.keys(topology ?? {}),
    };
  });
  if (isJson(args)) await printList(args, context, policies, ['id']);
  else {
    const { renderEntries } = await import('../../../report/terminal/render-entries.ts');
    const entries = policies.map(({ id, title, roles, declares, builtIn, file, extends: base }) => ({
      title: `${id}: ${title}`,
      fields: { roles, extends: base, declares, from: builtIn ? 'built in' : file },
    }));
    await context.stdout.write(renderEntries(entries, context.stdout));
  }
  return exitCodes.clean;
}
