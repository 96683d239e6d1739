import type { JudgedPath } from '../checks/evidence.ts';
import type { Result } from '../model/result.ts';
import { isSelfIssued } from '../pki/path/issuer-links.ts';
import type { CertificationPath, PathError } from '../pki/path/path.ts';
import { pathErrorRank } from '../pki/path/path-error-rank.ts';
import type { Certificate } from '../x509/certificate.ts';

/**
 * The certificates to judge as a path: the first path that holds, in the order of the stores, else the candidate of the
 * most specific error, else the leaf alone. If a link of the candidate does not verify, the path is cut below it: the
 * certificates above belong to another CA.
 */
export function choosePath(leaf: Certificate, results: readonly Result<CertificationPath, PathError>[]): JudgedPath {
  const found = results.find(({ ok }) => ok);
  if (found?.ok === true) return { certificates: found.value.certificates, end: 'anchor' };
  const errors = results.flatMap((result) => (result.ok ? [] : [result.error]));
  const best = errors.toSorted((a, b) => pathErrorRank[b.kind] - pathErrorRank[a.kind])[0];
  const { certificates, reachesAnchor } = cutAtBrokenLink(best, leaf);
  const top = certificates.at(-1) ?? leaf;
  return { certificates, end: reachesAnchor ? 'anchor' : isSelfIssued(top) ? 'self-issued' : 'open' };
}

function cutAtBrokenLink(
  error: PathError | undefined,
  leaf: Certificate,
): { readonly certificates: readonly Certificate[]; readonly reachesAnchor: boolean } {
  if (error === undefined || error.path.length === 0) return { certificates: [leaf], reachesAnchor: false };
  const { path, reachesAnchor, certificate } = error;
  // If only a signature cannot be verified, the path is judged to its anchor.
  const isBroken = brokenLinks.has(error.kind) && !(error.kind === 'unsupported-signature-algorithm' && reachesAnchor);
  const broken = isBroken && certificate !== undefined ? path.indexOf(certificate) : -1;
  if (broken < 0 || broken === path.length - 1) return { certificates: path, reachesAnchor };
  return { certificates: path.slice(0, broken + 1), reachesAnchor: false };
}

/** Errors whose `certificate` is not signed by the one above it, as far as can be verified. */
const brokenLinks: ReadonlySet<PathError['kind']> = new Set([
  'unknown-issuer',
  'bad-signature',
  'unsupported-signature-algorithm',
]);
