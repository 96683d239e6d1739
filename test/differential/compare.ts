import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CertificationPath } from '../../src/pki/path.ts';
import { createPathFinder } from '../../src/pki/path-finder.ts';
import { requestOf } from '../pki/ask-path.ts';
import { verifyWithOpenssl } from './openssl-verify.ts';
import { createRandom } from './random.ts';
import { type Hierarchy, makeHierarchy, makeKeyRing } from './random-hierarchy.ts';

export interface Comparison {
  readonly judged: number;
  readonly bothAccept: number;
  readonly bothReject: number;
  /** `ours / theirs`, by how often. */
  readonly disagreements: ReadonlyMap<string, number>;
  /** Where to find one of each. */
  readonly examples: ReadonlyMap<string, string>;
}

/** Judges the leaves of `hierarchies` random PKIs with `findPath` (profile rfc5280) and with `openssl verify`. */
export function compareWithOpenssl(hierarchies: number, seed: number): Comparison {
  const keyRing = makeKeyRing();
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-differential-'));
  const disagreements = new Map<string, number>();
  const examples = new Map<string, string>();
  const counts = { judged: 0, bothAccept: 0, bothReject: 0 };
  for (let index = 0; index < hierarchies; index += 1) {
    const hierarchy = makeHierarchy(createRandom(seed + index), keyRing);
    const theirs = verifyWithOpenssl(hierarchy, folder);
    const findPath = createPathFinder();
    for (const [number, leaf] of hierarchy.leaves.entries()) {
      const found = findPath(requestOf({ leaf, candidates: hierarchy.intermediates, anchors: hierarchy.anchors }));
      const [ours, their] = [found.ok ? 'OK' : found.error.kind, theirs[number] ?? ''];
      counts.judged += 1;
      if ((ours === 'OK') === (their === 'OK')) {
        counts[ours === 'OK' ? 'bothAccept' : 'bothReject'] += 1;
        continue;
      }
      const pair = `${ours} / ${found.ok && acceptsPath(found.value, hierarchy, folder) ? 'did not look on' : their}`;
      disagreements.set(pair, (disagreements.get(pair) ?? 0) + 1);
      examples.set(pair, `seed ${seed + index}, leaf ${number}${found.ok ? '' : `: ${found.error.message}`}`);
    }
  }
  rmSync(folder, { recursive: true });
  return { ...counts, disagreements, examples };
}

/** Whether OpenSSL accepts the path that we found when it is given nothing else: then it only did not look for it. */
function acceptsPath({ certificates }: CertificationPath, hierarchy: Hierarchy, folder: string): boolean {
  const all = [...hierarchy.leaves, ...hierarchy.intermediates, ...hierarchy.anchors];
  const forged = certificates.map((certificate) => all.find((one) => one.certificate.sha256 === certificate.sha256));
  const [leaf, ...issuers] = forged.filter((one) => one !== undefined);
  if (leaf === undefined) return false;
  const path = { leaves: [leaf], intermediates: issuers.slice(0, -1), anchors: issuers.slice(-1) };
  return verifyWithOpenssl(path, folder)[0] === 'OK';
}
