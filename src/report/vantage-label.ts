import { withoutSite } from '../model/endpoint-id.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';

/**
 * The site that an endpoint is to be seen from, or where it was seen from in its place: `outside`, `from here`; `outside, from here` if the
 * same endpoint is wanted from other sites too. Undefined: no site is declared for it.
 */
export function vantageLabel({
  id,
  site,
  seenFrom,
  handshake,
}: Pick<EndpointReport, 'id' | 'site' | 'seenFrom' | 'handshake'>): string | undefined {
  // Where nothing answered, what matters is from where it should.
  if (site === undefined || site === seenFrom || handshake === null) return site;
  const from = `from ${seenFrom ?? 'here'}`;
  return withoutSite(id) === id ? from : `${site}, ${from}`;
}
