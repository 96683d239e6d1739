import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { withAddress } from '../model/endpoint-id.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { silentObservation } from '../model/silent-observation.ts';
import { createAddressFamilies } from '../net/address-families.ts';
import { createFetcher } from '../net/create-fetcher.ts';
import { createNameResolver, type ResolveName } from '../net/name-resolver.ts';
import { createProxyDialer } from '../net/proxy/http-socket.ts';
import { createProxyBook } from '../net/proxy/proxy-book.ts';
import type { ScanOptions } from '../scan/contract.ts';
import { createPace } from '../scan/pace.ts';
import { backoffMs } from '../scan/retry.ts';
import { scan } from '../scan/scan.ts';
import { limitPerAddress } from './address-limit.ts';
import { resolveAliasNames } from './alias-names.ts';
import type { Audit, AuditEnvironment, AuditRequest } from './contract.ts';
import { withTries } from './with-tries.ts';
import { createEndpointObserver, type EndpointObserver } from './endpoint-observer.ts';
import { createRangeLog } from './range-log.ts';
import { createFamilyLog, type FamilyLog } from './family-log.ts';
import { judgeInGroups } from './judge-in-groups.ts';
import { createRandomFraction, createRandomSource } from './random-source.ts';
import { createRunJudge } from './run-judge.ts';
import { compareKeys } from './summary/compare-keys.ts';
import { openRunSummary } from './summary/run-summary.ts';

/** The whole audit: resolves names, dials and judges endpoints, compares deployments and keys, and sums the run up. */
export const audit: Audit = async function* (request, given) {
  const environment = { monotonicMs: () => given.now().getTime(), ...given };
  const { options, deployments, stores, notices = [], inputs, recordedOptions, earlier } = request;
  const { now, signal, hostsFile, ownAddresses, monotonicMs, scanner } = environment;
  const { failOn, timeoutMs, compareModuli, resolve: overrides, dnsServers, addressFamily, retries = 0 } = options;
  const startedAt = now();
  const names = createNameResolver({ overrides, dnsServers, hostsFile, ownAddresses, asksAgain: retries > 0 });
  const families = createAddressFamilies({ only: addressFamily, ownAddresses });
  const familyLog = createFamilyLog(families);
  const rangeLog = createRangeLog();
  const book = createProxyBook({ passwords: options.proxyPasswords, environment: options.environmentProxies });
  const { resolve: resolveName } = names;
  const proxies = { book, dialer: createProxyDialer(resolveName) };
  const fetcher = createFetcher({ resolve: resolveName, families, proxies, monotonicMs, signal });
  const runJudge = createRunJudge({
    now: options.at ?? startedAt,
    stores,
    deployments,
    overrides: request.overrides,
    publicStore: request.publicStore,
    policies: request.policies,
  });
  const atOnce = Math.min(options.concurrency + slowOf(options), request.count ?? Number.POSITIVE_INFINITY);
  const observer = createEndpointObserver({
    ...{ ...runJudge, options, atOnce, fetcher, families, now, monotonicMs },
    proxies: { book, resolve: resolveName },
  });
  const { selected } = request;
  const known = { startedAt, deployments, inputs, options: recordedOptions, notices, selected, failOn };
  const summary = openRunSummary({ ...known, judge: runJudge.judge, compareModuli });
  try {
    for await (const report of earlier?.reports() ?? []) {
      summary.addEarlier(report);
      rangeLog.addEarlier(report);
    }
    let notAudited: number | null = 0;
    let notJudged = 0;
    let audited = 0;
    const isOver = endOfJudging(signal, monotonicMs);
    const resolve = (endpoint: Endpoint, end: AbortSignal) =>
      resolveEndpoint(endpoint, { resolveName, familyLog, options }, end);
    const observe: EndpointObserver['observe'] = (endpoint, one) => {
      if (one.earlierTries === 0) familyLog.seeDialed(endpoint);
      return observer.observe(endpoint, one);
    };
    const events = scan(request.endpoints, scanOptions(request, environment, { ...observer, resolve, observe }));
    for await (const event of events) {
      if (event.kind === 'end') {
        notAudited = event.notAudited === null ? null : event.notAudited + notJudged;
        continue;
      }
      // Observations wait as the bytes that came: decoded and judged they take many times as much memory.
      const observations = event.results
        .map(({ index, found }) => ({ ...(request.site && { seenFrom: request.site }), ...found, index }))
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
      // Who excluded all that there was has not looked at anything.
      isIncomplete: audited === 0 && (options.exclusions?.count() ?? 0) > 0,
      lateNotices: [
        ...(request.lateNotices?.() ?? []),
        ...familyLog.notices(),
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
    fetcher.close();
    names.close();
  }
};

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

/** The options of `scan` for this run. */
function scanOptions(
  { options, earlier }: AuditRequest,
  { now, signal, monotonicMs }: Required<Pick<AuditEnvironment, 'now' | 'signal' | 'monotonicMs'>>,
  { resolve, observe }: EndpointObserver & Pick<ScanOptions<EndpointObservation>, 'resolve'>,
): ScanOptions<EndpointObservation> {
  const { concurrency, perAddress, perHost, rate, timeoutMs, retries = 0 } = options;
  const fraction = createRandomFraction(createRandomSource());
  return {
    resolve,
    collect: observe,
    unresolved: (request, failure, earlierTries) => withTries(silentObservation(request, now(), failure), earlierTries),
    failureOf: ({ handshake, failure }) => (handshake === null ? (failure ?? undefined) : undefined),
    isDone: (id) => earlier?.ids.has(id) ?? false,
    concurrency,
    slow: slowOf(options),
    perAddress: limitPerAddress(perAddress),
    perHost,
    retry: { times: retries, waitMs: (tries) => backoffMs(tries, fraction) },
    pace: rate === undefined ? undefined : createPace(rate, monotonicMs),
    timeoutMs,
    signal,
    monotonicMs,
  };
}

function slowOf({ concurrency, slow = 10 * concurrency }: AuditRequest['options']): number {
  return slow;
}

interface Resolving {
  readonly resolveName: ResolveName;
  readonly familyLog: FamilyLog;
  readonly options: Pick<AuditRequest['options'], 'resolve' | 'exclusions'>;
}

/**
 * One endpoint for each address of the name that can be dialed; if none can, one for each, so that its failure is reported. Addresses that
 * the operator excludes are none.
 */
async function resolveEndpoint(
  request: Endpoint,
  { resolveName, familyLog, options: { resolve: overrides, exclusions } }: Resolving,
  signal: AbortSignal,
): Promise<Result<readonly ResolvedEndpoint[], Failure>> {
  const name = request.lookupName ?? request.host;
  const ofPort = overrides.get(`${name}:${request.port}`);
  const answer = ofPort === undefined ? await resolveName(name, signal) : ok([...new Set(ofPort)]);
  if (!answer.ok) return err({ stage: 'dns', ...answer.error });
  const endpoints = answer.value.map((address) => ({ ...request, id: withAddress(request.id, address), address }));
  const wanted = endpoints.filter((endpoint) => !exclusions?.leavesOut(endpoint));
  const dialable = new Set(familyLog.dialable(wanted.map(({ address }) => address)));
  return ok(wanted.filter(({ address }) => dialable.has(address)));
}
