import type { EndpointReport } from '../model/endpoint-report.ts';

/**
 * The site that an endpoint is to be seen from, or where it was seen from in its place: `outside`, `from here`. Undefined: no site is
 * declared for it.
 */
export function vantageLabel({
  site,
  seenFrom,
  handshake,
}: Pick<EndpointReport, 'site' | 'seenFrom' | 'handshake'>): string | undefined {
  // Where nothing answered, what matters is from where it should.
  if (site === undefined || site === seenFrom || handshake === null) return site;
  return `from ${seenFrom ?? 'here'}`;
}
