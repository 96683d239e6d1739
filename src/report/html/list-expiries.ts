import type { EndpointReport } from '../../model/endpoint-report.ts';
import { daysLeft, describeDaysLeft, isPast } from '../days-left.ts';
import { usedPath } from '../path-end.ts';
import type { DrawnEndpoint } from './drawn-endpoint.ts';

/** One certificate, when it expires, and the endpoints that need it. */
export interface Expiry {
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: string;
  /** Whether it has expired. */
  readonly isPast: boolean;
  /** Whole days until it expires, or since it did, at the instant that was judged at. */
  readonly days: number;
  /** `in 9 days`, `expired 3 days ago`. */
  readonly text: string;
  /** Endpoints that depend on it. */
  readonly count: number;
  /** One of them, for a link. */
  readonly endpoint: DrawnEndpoint;
}

interface ExpiringCertificate {
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: string;
}

interface Counted {
  readonly endpoint: DrawnEndpoint;
  readonly certificate: ExpiringCertificate;
  count: number;
}

/** Every certificate that the endpoints depend on, each once, the first to expire first. */
export function listExpiries(endpoints: readonly EndpointReport[], asOf: string): readonly Expiry[] {
  const found = new Map<string, Counted>();
  for (const endpoint of endpoints) {
    for (const certificate of usedPath(endpoint)) {
      const { sha256 } = certificate;
      const known = found.get(sha256);
      if (known === undefined) found.set(sha256, { endpoint, certificate, count: 1 });
      else known.count += 1;
    }
  }
  return [...found.values()]
    .map(({ endpoint, count, certificate }) => describeExpiry(certificate, { asOf, count, endpoint }))
    .sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter));
}

/** When a certificate expires, seen from an instant. */
export function describeExpiry(
  { sha256, subject, notAfter }: ExpiringCertificate,
  { asOf, count, endpoint }: Pick<Expiry, 'count' | 'endpoint'> & { readonly asOf: string },
): Expiry {
  return {
    ...{ sha256, subject, notAfter, count, endpoint },
    isPast: isPast(notAfter, asOf),
    days: Math.abs(daysLeft(notAfter, asOf)),
    text: describeDaysLeft(notAfter, asOf),
  };
}

/** The color of an expiry. It changes no verdict: those follow the policy. */
export function urgency({ isPast, days }: Pick<Expiry, 'isPast' | 'days'>): 'fail' | 'warn' | 'pass' {
  if (isPast) return 'fail';
  return days < soonDays ? 'warn' : 'pass';
}

/** A month: what renewing by hand takes. */
const soonDays = 30;
