import { knownIssuers } from '../checks/known-issuers.ts';
import { createEvidenceCollector } from '../collect/collect-evidence.ts';
import { createCollector } from '../collect/collector.ts';
import type { Collect } from '../collect/collect.ts';
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import { withAddress } from '../model/endpoint-id.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { silentObservation } from '../model/silent-observation.ts';
import { createFetcher, type Fetcher } from '../net/create-fetcher.ts';
import { createNameResolver, type ResolveName } from '../net/name-resolver.ts';
import { createPace } from '../scan/pace.ts';
import { backoffMs } from '../scan/retry.ts';
import { type ScanOptions, scan } from '../scan/scan.ts';
import { createCertificateMemory, type DecodeOnce } from '../x509/certificate-memory.ts';
import { resolveAliasNames } from './alias-names.ts';
import { limitPerAddress } from './address-limit.ts';
import { byDeploymentName } from './by-deployment-name.ts';
import type { Audit, AuditEnvironment, AuditRequest } from './contract.ts';
import { withTries } from './count-tries.ts';
import { bugFailure, createJudge } from './judge.ts';
import { createLatePublicSuffixes, type LatePublicSuffixes } from './late-public-suffixes.ts';
import { openLedger } from './ledger.ts';
import { createMozillaStore } from './mozilla-store.ts';
import { createRandomFraction, createRandomSource } from './random-source.ts';
import { createRunKeyShares } from './run-key-shares.ts';

/** The whole audit: names are resolved, endpoints dialled and judged, deployments compared, and the run summed up. */
export const audit: Audit = async function* (request, environment) {
  const { options, deployments, stores } = request;
  const startedAt = environment.now();
  const overrides = byDeploymentName(deployments, ({ policyOverrides }) => policyOverrides);
  const waivers = byDeploymentName(deployments, ({ waivers: own = [] }) => own);
  const suffixes = createLatePublicSuffixes();
  const { isPublicSuffix } = suffixes;
  const publicStore = createMozillaStore();
  const decode = createCertificateMemory();
  const context = { now: options.at ?? startedAt, stores, publicStore, isPublicSuffix, decode, overrides, waivers };
  const { notices = [], inputs, recordedOptions } = request;
  const { failOn, timeoutMs } = options;
  const ledger = openLedger({ startedAt, deployments, inputs, options: recordedOptions, notices, failOn, context });
  const { hostsFile } = environment;
  const names = createNameResolver({ overrides: options.resolve, dnsServers: options.dnsServers, hostsFile });
  const { now, signal, monotonicMs = () => now().getTime() } = environment;
  const fetcher = createFetcher({ resolve: names.resolve, monotonicMs, signal });
  try {
    let notAudited: number | null = 0;
    if (request.earlier !== undefined) for await (const report of request.earlier.reports()) ledger.addEarlier(report);
    const judge = createJudge(context);
    const parts = { resolve: names.resolve, suffixes, decode, fetcher };
    for await (const event of scan(request.endpoints, scanOptions(request, environment, parts))) {
      if (event.kind === 'end') {
        notAudited = event.notAudited;
        continue;
      }
      const { index } = event;
      const observation = { ...event.found, index };
      const report = judge(observation);
      ledger.add({ observation, report });
      yield { kind: 'endpoint', index, observation, report };
    }
    const isInterrupted = environment.signal.aborted && notAudited !== 0;
    const nameResolutions = isInterrupted
      ? []
      : await resolveAliasNames(deployments, names.resolve, { signal: environment.signal, timeoutMs });
    yield ledger.close({ finishedAt: environment.now(), isInterrupted, notAudited, nameResolutions });
  } finally {
    fetcher.close();
    names.close();
  }
};

interface RunParts {
  readonly resolve: ResolveName;
  readonly suffixes: LatePublicSuffixes;
  readonly decode: DecodeOnce;
  readonly fetcher: Fetcher;
}

function scanOptions(
  { options, stores, earlier }: AuditRequest,
  environment: AuditEnvironment,
  { resolve, suffixes, decode, fetcher }: RunParts,
): ScanOptions<EndpointObservation> {
  const { concurrency, parked = 10 * concurrency, perAddress, perHost, rate, timeoutMs } = options;
  const { provePossession, clientIdentity, keyTypes, retries = 0 } = options;
  const { now, signal, monotonicMs = () => now().getTime() } = environment;
  const randomBytes = createRandomSource();
  const fraction = createRandomFraction(randomBytes);
  const collect = createCollector({
    random: randomBytes,
    keyShare: createRunKeyShares(),
    provePossession,
    clientIdentity,
    keyTypes,
    now,
    monotonicMs,
    decode,
    collectEvidence: createEvidenceCollector({
      fetch: fetcher.fetch,
      findAnchor: (certificate) => knownIssuers(certificate, [...stores.values()])[0]?.certificate,
    }),
  });
  return {
    resolve: (request, endpointSignal) => resolveEndpoint(request, resolve, endpointSignal),
    collect: countTries(guard(prepared(collect, suffixes, fetcher), now)),
    unresolved: (each, failure, earlierTries) => withTries(silentObservation(each, now(), failure), earlierTries),
    failureOf: ({ handshake, failure }) => (handshake === null ? (failure ?? undefined) : undefined),
    isDone: (id) => earlier?.ids.has(id) ?? false,
    concurrency,
    parked,
    perAddress: limitPerAddress(perAddress),
    perHost,
    retry: { times: retries, waitMs: (tries) => backoffMs(tries, fraction) },
    pace: rate === undefined ? undefined : createPace(rate, monotonicMs),
    timeoutMs,
    signal,
    monotonicMs,
  };
}

/** One endpoint for each address of the name. */
async function resolveEndpoint(
  request: Endpoint,
  resolve: ResolveName,
  signal: AbortSignal,
): Promise<Result<readonly ResolvedEndpoint[], Failure>> {
  const answer = await resolve(request.lookupName ?? request.host, signal);
  if (!answer.ok) return err({ stage: 'dns', ...answer.error });
  return ok(answer.value.map((address) => ({ ...request, id: withAddress(request.id, address), address })));
}

/** Loads what judgement will need before the first socket is opened: once files run out, no module loads any more. */
function prepared(collect: Collect, suffixes: LatePublicSuffixes, fetcher: Fetcher): Collect {
  return async (endpoint, budget) => {
    const preparing = suffixes.prepareFor(endpoint.policy);
    if (preparing !== undefined) await preparing;
    if (endpoint.fetch !== undefined) await fetcher.prepare();
    return collect(endpoint, budget);
  };
}

/** A bug while one endpoint is asked is that endpoint's answer. */
function guard(collect: Collect, now: () => Date): Collect {
  return async (endpoint, budget) => {
    try {
      return await collect(endpoint, budget);
    } catch (bug) {
      return [silentObservation(endpoint, now(), bugFailure(bug))];
    }
  };
}

/** Observations say how often they were tried for, where that was more than once. */
function countTries(collect: Collect): ScanOptions<EndpointObservation>['collect'] {
  return async (endpoint, { earlierTries, ...budget }) => {
    const observations = await collect(endpoint, budget);
    return earlierTries === 0 ? observations : observations.map((each) => withTries(each, earlierTries));
  };
}
