import { createPublicKey } from 'node:crypto';

import { jsonPath, type Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Targets } from '../targets/targets.ts';

/** The public keys of sites: SubjectPublicKeyInfo (DER), by the name of the site. `files`: content of the files that are named. */
export function readSiteKeys(
  { siteKeys = new Map() }: Pick<Targets, 'siteKeys'>,
  files: ReadonlyMap<string, Uint8Array>,
): Result<ReadonlyMap<string, Uint8Array>, readonly Problem[]> {
  const keys = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  for (const [site, source] of siteKeys) {
    if (source.kind === 'key') {
      keys.set(site, source.spki);
      continue;
    }
    const content = files.get(source.path);
    const key = content && readKey(content);
    if (key !== undefined) {
      keys.set(site, key);
      continue;
    }
    const fault = content === undefined ? 'is not among the key files passed in' : 'contains no Ed25519 public key';
    problems.push({
      path: jsonPath(['sites', source.index, 'publicKey']),
      message: `${source.path} ${fault}`,
    });
  }
  return problems.length === 0 ? ok(keys) : err(problems);
}

function readKey(content: Uint8Array): Uint8Array | undefined {
  try {
    const bytes = Buffer.from(content);
    const key = createPublicKey(
      bytes[0] === sequenceTag ? { key: bytes, format: 'der', type: 'spki' } : bytes.toString(),
    );
    if (key.asymmetricKeyType !== 'ed25519') return undefined;
    return new Uint8Array(key.export({ type: 'spki', format: 'der' }));
  } catch {
    return undefined;
  }
}

/** DER begins with it. */
const sequenceTag = 0x30;
