import type { CertificateSummary, EndpointReport } from '../../model/endpoint-report.ts';
import { daysLeft } from '../days-left.ts';

/** One certificate, when it expires, and the endpoints that need it. */
export interface Expiry {
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: string;
  /** Whether it has expired. */
  readonly isPast: boolean;
  /** Whole days until it expires, or since it did, at the instant that was judged at. */
  readonly days: number;
  /** Endpoints that depend on it. */
  readonly count: number;
  /** One of them, for a link. */
  readonly endpoint: EndpointReport;
}

interface Counted {
  readonly endpoint: EndpointReport;
  readonly certificate: { readonly sha256: string; readonly subject: string; readonly notAfter: string };
  count: number;
}

/** Every certificate that the endpoints depend on, each once, the first to expire first. */
export function listExpiries(endpoints: readonly EndpointReport[], asOf: string): readonly Expiry[] {
  const found = new Map<string, Counted>();
  for (const endpoint of endpoints) {
    for (const certificate of usedCertificates(endpoint)) {
      const { sha256 } = certificate;
      const known = found.get(sha256);
      if (known === undefined) found.set(sha256, { endpoint, certificate, count: 1 });
      else known.count += 1;
    }
  }
  return [...found.values()]
    .map(({ endpoint, count, certificate: { sha256, subject, notAfter } }) => {
      const isPast = Date.parse(notAfter) < Date.parse(asOf);
      const days = isPast ? daysLeft(asOf, notAfter) : daysLeft(notAfter, asOf);
      return { sha256, subject, notAfter, isPast, days, count, endpoint };
    })
    .sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter));
}

/**
 * The certificates of the path used, its anchor included: that of the first store which has one, as when it was judged. What is
 * presented beside that path expires without harm. Without a path: the leaf, and those to which the names of issuers lead from it.
 */
function usedCertificates({ chain, issuers, trust }: EndpointReport): readonly CertificateSummary[] {
  const known = new Map<string, CertificateSummary>();
  for (const each of [...issuers, ...chain]) if (!('error' in each)) known.set(each.sha256, each);
  const path = trust.find((each) => each.path !== null)?.path;
  if (path !== undefined && path !== null) return path.flatMap((sha256) => known.get(sha256) ?? []);
  const leaf = known.get(chain[0]?.sha256 ?? '');
  return leaf === undefined ? [] : [leaf, ...issuersOf(leaf, [...known.values()])];
}

/** Of several certificates of an issuer the one that lasts longest, as clients that find a path would use it. Each once. */
function issuersOf(
  { subject, issuer }: CertificateSummary,
  known: readonly CertificateSummary[],
): CertificateSummary[] {
  const others = known.filter((each) => each.subject !== subject);
  const [next] = others
    .filter((each) => each.subject === issuer)
    .toSorted((a, b) => Date.parse(b.notAfter) - Date.parse(a.notAfter));
  return next === undefined ? [] : [next, ...issuersOf(next, others)];
}

/** The color of an expiry. It changes no verdict: those follow the policy. */
export function urgency({ isPast, days }: Pick<Expiry, 'isPast' | 'days'>): 'fail' | 'warn' | 'pass' {
  if (isPast) return 'fail';
  return days < soonDays ? 'warn' : 'pass';
}

/** A month: what renewing by hand takes. */
const soonDays = 30;
