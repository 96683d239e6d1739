import { silentObservation } from '../../model/silent-observation.ts';
import type { Endpoint, ResolvedEndpoint } from '../../model/endpoint.ts';
import { withAddress } from '../../model/endpoint-id.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { Failure } from '../../model/failure.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type AddressFamilies, createAddressFamilies } from '../../net/address-families.ts';
import { createFetcher } from '../../net/create-fetcher.ts';
import type { DialGuard } from '../../net/dial-guard.ts';
import { createNameResolver, type NameResolver, type ResolveName } from '../../net/name-resolver.ts';
import { createProxyDialer } from '../../net/proxy/http-socket.ts';
import { createProxyBook } from '../../net/proxy/proxy-book.ts';
import type { ScanOptions } from '../../scan/contract.ts';
import { createPace, type Pace } from '../../scan/pace.ts';
import { backoffMs } from '../../scan/retry.ts';
import { limitPerAddress } from '../address-limit.ts';
import type { AuditEnvironment, AuditOptions } from '../contract.ts';
import { createEndpointObserver, type EndpointObserver } from '../endpoint-observer.ts';
import type { FamilyLog } from '../family-log.ts';
import { createRandomFraction, createRandomSource } from '../random-source.ts';
import type { RunJudge } from '../run-judge.ts';
import { withTries } from '../with-tries.ts';

/** What gathering takes of the options of a run. How it is judged is none of them. */
export type GatherOptions = Omit<AuditOptions, 'at' | 'failOn' | 'compareModuli' | 'exclusions'>;

export interface GathererOptions extends RunJudge {
  readonly options: GatherOptions;
  readonly environment: Pick<AuditEnvironment, 'now' | 'signal' | 'hostsFile' | 'ownAddresses'> & {
    readonly monotonicMs: () => number;
  };
  /** Endpoints there will be at most; absent: not known. */
  readonly count?: number | undefined;
  /** What may be fetched at all; absent: whatever the endpoints allow. Who dials looks after the endpoints themselves. */
  readonly guard?: DialGuard | undefined;
  /** Shared by all that a process gathers; absent: one of its own, if the options have a rate. */
  readonly pace?: Pace | undefined;
}

/** Resolves, dials and fetches, for a scanner and for a worker alike; what is seen is judged elsewhere. */
export interface Gatherer {
  readonly names: NameResolver;
  readonly families: AddressFamilies;
  readonly observer: EndpointObserver;
  /** What a scan needs beside `resolve`, and what it reads from. */
  readonly scanOptions: Omit<ScanOptions<EndpointObservation>, 'resolve'>;
  readonly close: () => void;
}

export function createGatherer(given: GathererOptions): Gatherer {
  const { options, environment, judge, prepare, count = Number.POSITIVE_INFINITY } = given;
  const { now, signal, hostsFile, ownAddresses, monotonicMs } = environment;
  const { resolve: overrides, dnsServers, addressFamily, retries = 0 } = options;
  const names = createNameResolver({ overrides, dnsServers, hostsFile, ownAddresses, asksAgain: retries > 0 });
  const families = createAddressFamilies({ only: addressFamily, ownAddresses });
  const book = createProxyBook({ passwords: options.proxyPasswords, environment: options.environmentProxies });
  const { resolve } = names;
  const proxies = { book, dialer: createProxyDialer(resolve) };
  const fetcher = createFetcher({ resolve, families, proxies, monotonicMs, signal, guard: given.guard });
  const observer = createEndpointObserver({
    ...{ judge, prepare, options, fetcher, families, now, monotonicMs },
    atOnce: Math.min(options.concurrency + slowOf(options), count),
    proxies: { book, resolve },
  });
  return {
    names,
    families,
    observer,
    scanOptions: scanOptions(given, observer.observe),
    close: () => {
      fetcher.close();
      names.close();
    },
  };
}

function scanOptions(
  { options, environment: { now, signal, monotonicMs }, pace }: GathererOptions,
  collect: EndpointObserver['observe'],
): Gatherer['scanOptions'] {
  const { concurrency, perAddress, perHost, rate, timeoutMs, retries = 0 } = options;
  const fraction = createRandomFraction(createRandomSource());
  return {
    collect,
    unresolved: (request, failure, earlierTries) => withTries(silentObservation(request, now(), failure), earlierTries),
    failureOf: ({ handshake, failure }) => (handshake === null ? (failure ?? undefined) : undefined),
    concurrency,
    slow: slowOf(options),
    perAddress: limitPerAddress(perAddress),
    perHost,
    retry: { times: retries, waitMs: (tries) => backoffMs(tries, fraction) },
    pace: pace ?? (rate === undefined ? undefined : createPace(rate, monotonicMs)),
    timeoutMs,
    signal,
    monotonicMs,
  };
}

function slowOf({ concurrency, slow = 10 * concurrency }: Pick<AuditOptions, 'concurrency' | 'slow'>): number {
  return slow;
}

export interface Resolving {
  readonly resolveName: ResolveName;
  readonly familyLog: Pick<FamilyLog, 'dialable'>;
  readonly options: Pick<AuditOptions, 'resolve' | 'exclusions'>;
}

/**
 * One endpoint for each address of the name that can be dialed; if none can, one for each, so that its failure is reported. Addresses that
 * the operator excludes are none.
 */
export async function resolveEndpoint(
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
