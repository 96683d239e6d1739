import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { createFamilyLog, type FamilyLog } from './family-log.ts';
import type { Audit, AuditRequest } from './contract.ts';
import { resolveAliasNames } from './alias-names.ts';
import { createGatherer, type Gatherer, resolveEndpoint } from './gather/gatherer.ts';
import { createRangeLog } from './range-log.ts';
import { judgeInGroups } from './judge-in-groups.ts';
import { createRunJudge } from './run-judge.ts';
import { compareKeys } from './summary/compare-keys.ts';
import { openRunSummary } from './summary/run-summary.ts';
import type { SiteObserver, SiteObserverOptions } from './site-observer.ts';
import { scan } from '../scan/scan.ts';

/**
 * The whole audit: resolves names, dials and judges endpoints, compares deployments and keys, and sums the run up.
 *
 *     requests ──▶ scan ──▶ observations ──▶ judge in groups ──┬──▶ endpoint events ──▶ reader
 *                  │  ▲                                        │
 *          gatherer or site                      run summary ◀─┘ ──▶ compare keys ──▶ summary event ──▶ reader
 */
export const audit: Audit = async function* (request, given) {
  const environment = { monotonicMs: () => given.now().getTime(), ...given };
  const { options, deployments, stores, notices = [], inputs, recordedOptions, earlier } = request;
  const { now, signal, monotonicMs, scanner } = environment;
  const { failOn, timeoutMs, compareModuli } = options;
  const startedAt = now();
  const rangeLog = createRangeLog();
  const runJudge = createRunJudge({
    now: options.at ?? startedAt,
    stores,
    deployments,
    overrides: request.overrides,
    publicStore: request.publicStore,
    policies: request.policies,
  });
  const gatherer = createGatherer({ ...runJudge, options, environment, count: request.count });
  const { names, families, observer } = gatherer;
  const familyLog = createFamilyLog(families);
  const { selected } = request;
  const known = { startedAt, deployments, inputs, options: recordedOptions, notices, selected, failOn };
  const summary = openRunSummary({ ...known, judge: runJudge.judge, compareModuli });
  const sites = await openSites(request, { environment, startedAt, familyLog });
  try {
    for await (const report of earlier?.reports() ?? []) {
      summary.addEarlier(report);
      rangeLog.addEarlier(report);
    }
    let notAudited: number | null = 0;
    let notJudged = 0;
    let audited = 0;
    const isOver = endOfJudging(signal, monotonicMs);
    const events = scanEndpoints(request, { gatherer, familyLog, sites });
    for await (const event of events) {
      if (event.kind === 'end') {
        notAudited = event.notAudited === null ? null : event.notAudited + notJudged;
        continue;
      }
      // Observations wait as the bytes that came: decoded and judged they take many times as much memory.
      const observations = event.results
        .map(({ index, found }) => ({ ...found, index }))
        .filter((observation) => !rangeLog.leavesOut(observation));
      notJudged += observations.length;
      audited += observations.length;
      for await (const judged of judgeInGroups(observations, runJudge.judge, { monotonicMs, isOver })) {
        notJudged -= 1;
        summary.add(judged);
        yield { kind: 'endpoint', index: judged.observation.index, ...judged };
      }
    }
    const isCutShort = signal.aborted && notAudited !== 0;
    const nameResolutions = isCutShort
      ? []
      : await resolveAliasNames(deployments, names.resolve, { signal, timeoutMs });
    const keys = await compareKeys(summary.keys(), { complete: notAudited === 0, signal });
    const isInterrupted = isCutShort || (signal.aborted && keys.moduli === undefined);
    const scannedBy = scanner && { ...scanner, addresses: [...observer.sourceAddresses()].sort() };
    const ranges = rangeLog.ranges(notAudited === 0);
    yield summary.close({
      leftOut: familyLog.leftOut(),
      ranges,
      // If `--exclude` left out everything, nothing was looked at.
      isIncomplete: audited === 0 && (options.exclusions?.count() ?? 0) > 0,
      lateNotices: [
        ...(request.lateNotices?.() ?? []),
        ...familyLog.notices(),
        ...(sites?.notices() ?? []),
        ...ranges.map(({ message }) => message),
      ],
      finishedAt: now(),
      isInterrupted,
      notAudited,
      nameResolutions,
      keys,
      scannedBy,
    });
  } finally {
    gatherer.close();
    await sites?.close();
  }
};

interface ScanMeans {
  readonly gatherer: Gatherer;
  readonly familyLog: FamilyLog;
  /** Undefined: everything is dialed from here. */
  readonly sites: SiteObserver | undefined;
}

/** Gathers what the endpoints show, from here or from their sites; those of an earlier run are left out. */
function scanEndpoints(
  { endpoints, options, site, earlier }: AuditRequest,
  { gatherer, familyLog, sites }: ScanMeans,
): ReturnType<typeof scan<EndpointObservation>> {
  const { names, observer, scanOptions } = gatherer;
  const seenHere = (found: EndpointObservation): EndpointObservation =>
    site === undefined ? found : { ...found, seenFrom: site };
  return scan(endpoints, {
    ...scanOptions,
    resolve: (endpoint, end) => resolveEndpoint(endpoint, { resolveName: names.resolve, familyLog, options }, end),
    collect: async (endpoint, thisTry) => {
      if (thisTry.earlierTries === 0) familyLog.seeDialed(endpoint);
      return (await observer.observe(endpoint, thisTry)).map(seenHere);
    },
    unresolved: (...why) => seenHere(scanOptions.unresolved(...why)),
    isDone: (id) => earlier?.ids.has(id) ?? false,
    elsewhere: sites?.observe,
  });
}

/** Imported late: few audits have sites, and the messages load the schema library. */
async function openSites(
  request: AuditRequest,
  rest: Omit<SiteObserverOptions, 'request'>,
): Promise<SiteObserver | undefined> {
  const { sites } = request;
  if (sites === undefined) return undefined;
  const { openSiteObserver } = await import('./site-observer.ts');
  return await openSiteObserver({ ...rest, request: { ...request, sites } });
}

/** For how long after an interruption what was already observed is judged: a healthy run is done with it in a moment. */
const judgedAfterEndMs = 300;

function endOfJudging(signal: AbortSignal, monotonicMs: () => number): () => boolean {
  let endsAt = Number.POSITIVE_INFINITY;
  return () => {
    if (!signal.aborted) return false;
    if (endsAt === Number.POSITIVE_INFINITY) endsAt = monotonicMs() + judgedAfterEndMs;
    return monotonicMs() >= endsAt;
  };
}
