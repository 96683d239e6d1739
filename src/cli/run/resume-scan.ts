import { ok, type Result } from '../../model/result.ts';
import type { EarlierRunError } from '../input/earlier-run.ts';
import { plural } from '../../report/plural.ts';
import { conditionsOf } from '../input/run-conditions.ts';
import type { PreparedScan } from './prepare-scan.ts';

const ownRisk = 'its trust stores, policy and time may differ from those of this run';

/** Leaves out of a scan what the file of `--resume` already holds. Without such a file, or an endpoint in it, nothing changes. */
export async function resumeScan(
  file: string | undefined,
  prepared: PreparedScan,
): Promise<Result<PreparedScan, EarlierRunError>> {
  if (file === undefined) return ok(prepared);
  // Imported late: it loads the schema library.
  const { openEarlierRun } = await import('../input/earlier-run.ts');
  const { run } = prepared;
  let { request } = prepared;
  const ofBareUrls = request.deployments.filter(({ name }) => name === null);
  const bareUrls = new Set(ofBareUrls.flatMap(({ virtualServers }) => virtualServers.map(({ url }) => url)));
  const { keyTypes } = request.options;
  const earlier = await openEarlierRun(file, { keyTypes, bareUrls, conditions: conditionsOf(request) });
  if (!earlier.ok) return earlier;
  const known = earlier.value.ids.size;
  const { siteRun } = earlier.value;
  // The answers that the killed run did not take belong to this one.
  if (request.sites !== undefined && siteRun !== undefined)
    request = { ...request, sites: { ...request.sites, run: siteRun, isContinued: true } };
  if (known === 0) return ok({ request, run });
  const notice = `Continuing ${file}: ${plural(known, 'endpoint')} of the earlier run ${known === 1 ? 'is' : 'are'} kept, judged as of that run; the fetches of that run are not listed.`;
  const unknown = earlier.value.isComparable ? [] : [`${file} does not say how the earlier run judged: ${ownRisk}.`];
  return ok({
    request: { ...request, earlier: earlier.value, notices: [...(request.notices ?? []), notice, ...unknown] },
    run: { ...run, count: run.count === undefined ? undefined : Math.max(0, run.count - known) },
  });
}
