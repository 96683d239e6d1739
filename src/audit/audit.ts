import { memoryOf } from '../evaluate/judgement-memory.ts';
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import { withAddress } from '../model/endpoint-id.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { silentObservation } from '../model/silent-observation.ts';
import { createFetcher } from '../net/create-fetcher.ts';
import { createNameResolver, type ResolveName } from '../net/name-resolver.ts';
import { createPace } from '../scan/pace.ts';
import { backoffMs } from '../scan/retry.ts';
import type { ScanOptions } from '../scan/contract.ts';
import { scan } from '../scan/scan.ts';
import { resolveAliasNames } from './alias-names.ts';
import { limitPerAddress } from './address-limit.ts';
import type { AuditedEndpoint, AuditEndpoint } from './audited-endpoint.ts';
import { byDeploymentName } from './by-deployment-name.ts';
import { compareKeys } from './summary/compare-keys.ts';
import type { Audit, AuditEnvironment, AuditRequest } from './contract.ts';
import { withTries } from './count-tries.ts';
import { createMozillaStore } from '../pki/trust/mozilla-store.ts';
import { createEndpointAuditor, guarded } from './endpoint-auditor.ts';
import { endpointEvent } from './endpoint-event.ts';
import { noteReport } from './summary/endpoint-note.ts';
import { openLedger } from './summary/ledger.ts';
import { createRandomFraction, createRandomSource } from './random-source.ts';
import { createWorkerPool } from './worker-pool.ts';

/** The whole audit: names are resolved, endpoints dialled and judged, deployments compared, and the run summed up. */
export const audit: Audit = async function* (request, environment) {
  const { options, deployments, stores, notices = [], inputs, recordedOptions, areObservationsRead = true } = request;
  const { now, signal, hostsFile, monotonicMs = () => now().getTime() } = environment;
  const { failOn, timeoutMs, compareModuli, workers = 1, resolve: overrides, dnsServers, retries = 0 } = options;
  const startedAt = now();
  const names = createNameResolver({ overrides, dnsServers, hostsFile, asksAgain: retries > 0 });
  const fetcher = createFetcher({ resolve: names.resolve, monotonicMs, signal });
  const facts = {
    now: options.at ?? startedAt,
    stores,
    publicStore: request.publicStore ?? createMozillaStore(),
    overrides: byDeploymentName(deployments, ({ policyOverrides }) => policyOverrides),
    waivers: byDeploymentName(deployments, ({ waivers = [] }) => waivers),
  };
  const here = createEndpointAuditor({ facts, options, fetcher, now, monotonicMs });
  const pool =
    workers === 1 ? undefined : createWorkerPool({ count: workers, facts, options, fetcher, areObservationsRead });
  const conducted = {
    resolve: names.resolve,
    collect: guarded(pool?.audit ?? here.audit, here.judge, now),
    unresolved: (each: Endpoint, failure: Failure, earlierTries: number) =>
      here.judge(withTries(silentObservation(each, now(), failure), earlierTries)),
  };
  const { context } = here;
  const { decode } = memoryOf(context);
  const ledger = openLedger({
    startedAt,
    deployments,
    inputs,
    options: recordedOptions,
    notices,
    failOn,
    context,
    compareModuli,
  });
  try {
    let notAudited: number | null = 0;
    for await (const report of request.earlier?.reports() ?? []) {
      ledger.add({ note: noteReport(report, { failOn, decode }) });
    }
    for await (const event of scan(request.endpoints, scanOptions(request, environment, conducted))) {
      if (event.kind === 'end') {
        notAudited = event.notAudited;
        continue;
      }
      const endpoint = endpointEvent(event.index, event.found);
      ledger.add(endpoint);
      yield endpoint;
    }
    const isCutShort = signal.aborted && notAudited !== 0;
    const nameResolutions = isCutShort
      ? []
      : await resolveAliasNames(deployments, names.resolve, { signal, timeoutMs });
    const keys = await compareKeys(ledger.keys(), { complete: notAudited === 0, signal });
    const isInterrupted = isCutShort || (signal.aborted && keys.moduli === undefined);
    const breaks = pool?.breaks().map(describeBreak) ?? [];
    yield ledger.close({ finishedAt: now(), isInterrupted, notAudited, nameResolutions, keys, breaks });
  } finally {
    await pool?.close();
    fetcher.close();
    names.close();
  }
};

function describeBreak(reason: string): string {
  return `A worker thread broke (${reason}). Its endpoints were asked again. This is a bug of certmuster, please report it.`;
}

interface Conducted {
  readonly resolve: ResolveName;
  readonly collect: AuditEndpoint;
  readonly unresolved: ScanOptions<AuditedEndpoint>['unresolved'];
}

function scanOptions(
  { options, earlier }: AuditRequest,
  { now, signal, monotonicMs = () => now().getTime() }: AuditEnvironment,
  { resolve, collect, unresolved }: Conducted,
): ScanOptions<AuditedEndpoint> {
  const { concurrency, parked = 10 * concurrency, perAddress, perHost, rate, timeoutMs, retries = 0 } = options;
  const fraction = createRandomFraction(createRandomSource());
  return {
    resolve: (request, endpointSignal) => resolveEndpoint(request, resolve, endpointSignal),
    collect,
    unresolved,
    failureOf: ({ note: { isAnswered, failure } }) => (isAnswered ? undefined : (failure ?? undefined)),
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
