import type { CertificateSummary, EndpointReport } from '../model/endpoint-report.ts';

/** The certificate of a path that expires first: after it the path is of no use. */
export interface PathEnd {
  readonly notAfter: Date;
  readonly subject: string;
  readonly sha256: string;
}

/**
 * The end of the path that an endpoint's certificate is judged by, anchor included: the first path found, in the order of the stores.
 * Without a path: of the leaf and those presented that seem to have issued it. Certificates that the path does not use never count.
 * Undefined: there is no leaf, or it cannot be decoded.
 */
export function pathEnd(report: Pick<EndpointReport, 'chain' | 'trust' | 'issuers'>): PathEnd | undefined {
  const path = foundPath(report) ?? presentedPath(report.chain);
  const first = path.toSorted((a, b) => endOf(a) - endOf(b))[0];
  return first && { notAfter: new Date(first.notAfter), subject: first.subject, sha256: first.sha256 };
}

type Path = readonly CertificateSummary[];

function foundPath({ chain, trust, issuers }: Pick<EndpointReport, 'chain' | 'trust' | 'issuers'>): Path | undefined {
  const known = new Map([...issuers, ...chain.filter(isDecoded)].map((each) => [each.sha256, each]));
  const found = trust.find(({ path }) => path !== null)?.path;
  const path = found?.flatMap((sha256) => known.get(sha256) ?? []) ?? [];
  return path.length === 0 ? undefined : path;
}

/** Of several editions of an issuer the one that lasts longest, as a client that finds a path would use it. */
function presentedPath([leaf, ...others]: EndpointReport['chain']): Path {
  return leaf === undefined || !isDecoded(leaf) ? [] : [leaf, ...issuersOf(leaf, others.filter(isDecoded))];
}

function issuersOf({ subject, issuer }: CertificateSummary, candidates: Path): Path {
  if (subject === issuer) return [];
  const [next] = candidates.filter((each) => each.subject === issuer).toSorted((a, b) => endOf(b) - endOf(a));
  return next === undefined
    ? []
    : [
        next,
        ...issuersOf(
          next,
          candidates.filter((each) => each.subject !== issuer),
        ),
      ];
}

function endOf({ notAfter }: CertificateSummary): number {
  return Date.parse(notAfter);
}

function isDecoded(certificate: EndpointReport['chain'][number]): certificate is CertificateSummary {
  return 'notAfter' in certificate;
}
