import type { EndpointReport } from '../../model/endpoint-report.ts';

/** One certificate that will expire, or has, and where it counts. */
export interface Expiry {
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: string;
  /** Whole days from the instant judged at; negative: expired. */
  readonly daysLeft: number;
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

const msPerDay = 86_400_000;

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
  const now = Date.parse(asOf);
  return [...found.values()]
    .map(({ endpoint, count, certificate: { sha256, subject, notAfter } }) => {
      const daysLeft = Math.floor((Date.parse(notAfter) - now) / msPerDay);
      return { sha256, subject, notAfter, daysLeft, count, endpoint };
    })
    .sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter));
}

/** The urgency an expiry is coloured by. The verdict stays the policy's: this only draws the eye. */
export function urgency({ daysLeft }: Pick<Expiry, 'daysLeft'>): 'fail' | 'warn' | 'pass' {
  if (daysLeft < 0) return 'fail';
  return daysLeft < soonDays ? 'warn' : 'pass';
}

/** A month: what renewing takes where a person has to do it. */
const soonDays = 30;
