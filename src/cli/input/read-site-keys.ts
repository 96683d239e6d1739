import { dirname, resolve } from 'node:path';

import { jsonPath, type Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Targets } from '../../targets/targets.ts';
import { readPublicKey } from './signing-keys.ts';

/** The public keys of sites that a targets file names: SubjectPublicKeyInfo (DER), by the name of the site. */
export async function readSiteKeys(
  { siteKeys = new Map() }: Pick<Targets, 'siteKeys'>,
  { path }: { readonly path: string },
): Promise<Result<ReadonlyMap<string, Uint8Array>, readonly Problem[]>> {
  const keys = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  for (const [site, source] of siteKeys) {
    if (source.kind === 'key') {
      keys.set(site, source.spki);
      continue;
    }
    const at = jsonPath(['sites', source.index, 'publicKey']);
    const key = await readPublicKey(resolve(dirname(path), source.path), at);
    if (key.ok) keys.set(site, new Uint8Array(key.value.export({ type: 'spki', format: 'der' })));
    else problems.push(key.error);
  }
  return problems.length === 0 ? ok(keys) : err(problems);
}
