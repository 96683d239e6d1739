import type { AuditRequest } from '../../audit/contract.ts';
import type { ScheduledSites } from '../../service/sites/site-lookout.ts';

/** Endpoints that are looked through for sites. A site that only others name is known when a run has ended. */
const maxLookedThrough = 20_000;

/** The sites that a schedule is to see endpoints from; undefined: it has no broker. Consumes the endpoints of the request. */
export async function planSites(schedule: string, request: AuditRequest): Promise<ScheduledSites | undefined> {
  if (request.sites === undefined) return undefined;
  const sites = new Set<string>();
  let count = 0;
  for await (const { site } of request.endpoints) {
    if (site !== undefined) sites.add(site);
    count += 1;
    if (count >= maxLookedThrough) break;
  }
  return { schedule, brokers: request.sites.brokers, sites: [...sites], own: request.site };
}
