import type { EndpointReport } from '../../model/endpoint-report.ts';
import { daysLeft, describeDaysLeft, isPast } from '../days-left.ts';

/** One certificate, when it expires, and the endpoints that need it. */
export interface Expiry {
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: string;
  /** Whole days from the instant that was judged at; negative: since it expired. */
  readonly daysLeft: number;
  readonly isExpired: boolean;
  /** `in 9 days`, `expired 3 days ago`. */
  readonly text: string;
  /** Endpoints that present it or whose path needs it. */
  readonly count: number;
  /** One of them, for a link. */
  readonly endpoint: EndpointReport;
}

interface Counted {
  readonly endpoint: EndpointReport;
  readonly certificate: { readonly sha256: string; readonly subject: string; readonly notAfter: string };
  count: number;
}

/** Every certificate presented or on a path, each once, the first to expire first. */
export function listExpiries(endpoints: readonly EndpointReport[], asOf: string): readonly Expiry[] {
  const found = new Map<string, Counted>();
  for (const endpoint of endpoints) {
    const ofEndpoint = new Map([...endpoint.chain, ...endpoint.issuers].map((each) => [each.sha256, each]));
    for (const [sha256, certificate] of ofEndpoint) {
      if ('error' in certificate) continue;
      const known = found.get(sha256);
      if (known === undefined) found.set(sha256, { endpoint, certificate, count: 1 });
      else known.count += 1;
    }
  }
  return [...found.values()]
    .map(({ endpoint, count, certificate: { sha256, subject, notAfter } }) => {
      const [isExpired, text] = [isPast(notAfter, asOf), describeDaysLeft(notAfter, asOf)];
      return { sha256, subject, notAfter, daysLeft: daysLeft(notAfter, asOf), isExpired, text, count, endpoint };
    })
    .sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter));
}

/** The colour of an expiry. It changes no verdict: those follow the policy. */
export function urgency({ daysLeft, isExpired }: Pick<Expiry, 'daysLeft' | 'isExpired'>): 'fail' | 'warn' | 'pass' {
  if (isExpired) return 'fail';
  return daysLeft < soonDays ? 'warn' : 'pass';
}

/** A month: what renewing by hand takes. */
const soonDays = 30;
