import type { EndpointReport } from '../../model/endpoint-report.ts';
import { daysLeft } from '../days-left.ts';

/** One certificate, when it expires, and the endpoints that need it. */
export interface Expiry {
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: string;
  /** Whole days from the instant that was judged at; negative: expired. */
  readonly daysLeft: number;
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
      if ('error' in certificate) continue;
      const { sha256 } = certificate;
      const known = found.get(sha256);
      if (known === undefined) found.set(sha256, { endpoint, certificate, count: 1 });
      else known.count += 1;
    }
  }
  return [...found.values()]
    .map(({ endpoint, count, certificate: { sha256, subject, notAfter } }) => {
      return { sha256, subject, notAfter, daysLeft: daysLeft(notAfter, asOf), count, endpoint };
    })
    .sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter));
}

/**
 * The certificates of the path used, its anchor included: that of the first store which has one, as when it was judged. What is
 * presented beside that path expires without harm. Without a path: what was presented.
 */
function usedCertificates({ chain, issuers, trust }: EndpointReport): ReadonlySet<Listed> {
  const path = trust.find((each) => each.path !== null)?.path;
  if (path === undefined || path === null) return new Set(new Map(chain.map((each) => [each.sha256, each])).values());
  const known = new Map<string, Listed>([...issuers, ...chain].map((each) => [each.sha256, each]));
  return new Set(path.flatMap((sha256) => known.get(sha256) ?? []));
}

type Listed = EndpointReport['chain'][number];

/** The color of an expiry. It changes no verdict: those follow the policy. */
export function urgency({ daysLeft }: Pick<Expiry, 'daysLeft'>): 'fail' | 'warn' | 'pass' {
  if (daysLeft < 0) return 'fail';
  return daysLeft < soonDays ? 'warn' : 'pass';
}

/** A month: what renewing by hand takes. */
const soonDays = 30;
