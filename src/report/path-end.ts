import type { CertificateSummary, EndpointReport } from '../model/endpoint-report.ts';

/** What a report knows of paths. */
type PathsOf = Pick<EndpointReport, 'chain' | 'trust' | 'issuers'>;

/** The certificate of the path used that expires first: after it the path is of no use. Undefined: there is no readable leaf. */
export function pathEnd(report: PathsOf): CertificateSummary | undefined {
  return usedPath(report).toSorted((a, b) => endOf(a) - endOf(b))[0];
}

/**
 * The path that an endpoint's certificate is judged by, anchor included: the first that was found, in the order of the stores. Without a
 * path: the leaf, and those presented that seem to have issued it. Certificates that the path does not use never count.
 */
export function usedPath(report: PathsOf): readonly CertificateSummary[] {
  return foundPath(report) ?? presentedPath(report.chain);
}

function foundPath({ chain, trust, issuers }: PathsOf): readonly CertificateSummary[] | undefined {
  const found = trust.find(({ path }) => path !== null)?.path;
  if (found === undefined || found === null) return undefined;
  const known = new Map([...issuers, ...chain.filter(isDecoded)].map((each) => [each.sha256, each]));
  const path = found.flatMap((sha256) => known.get(sha256) ?? []);
  return path.length === 0 ? undefined : path;
}

function presentedPath([leaf, ...others]: EndpointReport['chain']): readonly CertificateSummary[] {
  return leaf === undefined || !isDecoded(leaf) ? [] : [leaf, ...issuersOf(leaf, others.filter(isDecoded))];
}

/** Of several editions of an issuer the one that lasts longest, as a client that finds a path would use it. Each once. */
function issuersOf(
  { subject, issuer }: CertificateSummary,
  candidates: readonly CertificateSummary[],
): readonly CertificateSummary[] {
  if (subject === issuer) return [];
  const [next] = candidates.filter((each) => each.subject === issuer).toSorted((a, b) => endOf(b) - endOf(a));
  if (next === undefined) return [];
  const others = candidates.filter((each) => each.subject !== issuer);
  return [next, ...issuersOf(next, others)];
}

function endOf({ notAfter }: CertificateSummary): number {
  return Date.parse(notAfter);
}

/** Whether a certificate of a chain could be decoded, so that its fields are known. */
export function isDecoded(certificate: EndpointReport['chain'][number]): certificate is CertificateSummary {
  return 'notAfter' in certificate;
}
