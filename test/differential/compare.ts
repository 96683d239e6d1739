import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CertificationPath } from '../../src/pki/path.ts';
import { createPathFinder } from '../../src/pki/path-finder.ts';
import { requestOf } from '../pki/ask-path.ts';
import { explainAcceptance, explainRefusal } from './explain.ts';
import { verifyWithOpenssl } from './openssl-verify.ts';
import { createRandom } from './random.ts';
import { type Hierarchy, makeHierarchy, makeKeyRing } from './random-hierarchy.ts';

export interface Comparison {
  readonly judged: number;
  readonly bothAccept: number;
  readonly bothReject: number;
  /** Disagreements by their explanation. */
  readonly explained: ReadonlyMap<string, number>;
  /** Each with its seed, its leaf and both answers. */
  readonly unexplained: readonly string[];
}

/** Judges the leaves of `hierarchies` random PKIs with `findPath` (profile rfc5280) and with `openssl verify`. */
export function compareWithOpenssl(hierarchies: number, seed: number): Comparison {
  const keyRing = makeKeyRing();
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-differential-'));
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  const counts = { judged: 0, bothAccept: 0, bothReject: 0 };
  for (let index = 0; index < hierarchies; index += 1) {
    const hierarchy = makeHierarchy(createRandom(seed + index), keyRing);
    const theirs = verifyWithOpenssl(hierarchy, folder);
    const findPath = createPathFinder();
    for (const [number, leaf] of hierarchy.leaves.entries()) {
      const request = requestOf({ leaf, candidates: hierarchy.intermediates, anchors: hierarchy.anchors });
      const found = findPath(request);
      const their = theirs[number] ?? '';
      counts.judged += 1;
      if (found.ok === (their === 'OK')) {
        counts[found.ok ? 'bothAccept' : 'bothReject'] += 1;
        continue;
      }
      const reason = found.ok ? explainOwn(found.value, hierarchy, folder) : explainAcceptance(request);
      if (reason !== undefined) explained.set(reason, (explained.get(reason) ?? 0) + 1);
      else
        unexplained.push(
          `seed ${seed + index}, leaf ${number}: we say ${found.ok ? 'OK' : found.error.message} They say ${their}.`,
        );
    }
  }
  rmSync(folder, { recursive: true });
  return { ...counts, explained, unexplained };
}

/** Asks OpenSSL again with the certificates of our path and nothing else. */
function explainOwn({ certificates }: CertificationPath, hierarchy: Hierarchy, folder: string): string | undefined {
  const all = [...hierarchy.leaves, ...hierarchy.intermediates, ...hierarchy.anchors];
  const forged = certificates.map((certificate) => all.find((one) => one.certificate.sha256 === certificate.sha256));
  const [leaf, ...issuers] = forged.filter((one) => one !== undefined);
  if (leaf === undefined) return undefined;
  const path = { leaves: [leaf], intermediates: issuers.slice(0, -1), anchors: issuers.slice(-1) };
  const [answer] = verifyWithOpenssl(path, folder);
  return answer === 'OK' ? 'OpenSSL builds one path and does not look for another' : explainRefusal(certificates);
}
