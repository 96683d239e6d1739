import { createDeadlines } from '../async/deadlines.ts';
import { createTickingClock } from '../async/ticking-clock.ts';
import { knownIssuers } from '../pki/trust/known-issuers.ts';
import { createEvidenceCollector } from '../collect/collect-evidence.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { createAddressFamilies } from '../net/address-families.ts';
import { createFetcher } from '../net/create-fetcher.ts';
import { createProxyDialer } from '../net/proxy/http-socket.ts';
import { createProxyBook } from '../net/proxy/proxy-book.ts';
import { createNameResolver } from '../net/name-resolver.ts';
import type { AuditEnvironment, AuditOptions, AuditRequest } from './contract.ts';

/** What fetching needs of a run. */
export interface FetchQuestion {
  readonly stores: AuditRequest['stores'];
  readonly options: Pick<
    AuditOptions,
    'resolve' | 'dnsServers' | 'addressFamily' | 'timeoutMs' | 'proxyPasswords' | 'environmentProxies'
  >;
  /** The instant that the observation will be judged at. Default: now. */
  readonly at?: Date | undefined;
}

/**
 * Completes an observation of certificates in a file, which no server presented: fetches what they point to, if the endpoint asks for
 * it (`fetch`).
 */
export async function fetchForObservation(
  observation: EndpointObservation,
  { stores, options, at }: FetchQuestion,
  environment: AuditEnvironment,
): Promise<EndpointObservation> {
  const { fetch: wish } = observation.endpoint;
  if (wish === undefined || observation.certificates.length === 0) return observation;
  const { now, signal, hostsFile, ownAddresses, monotonicMs = () => now().getTime() } = environment;
  const { resolve: overrides, dnsServers, addressFamily, timeoutMs } = options;
  const names = createNameResolver({ overrides, dnsServers, hostsFile, ownAddresses });
  const families = createAddressFamilies({ only: addressFamily, ownAddresses });
  const book = createProxyBook({ passwords: options.proxyPasswords, environment: options.environmentProxies });
  const proxies = { book, dialer: createProxyDialer(names.resolve) };
  const fetcher = createFetcher({ resolve: names.resolve, families, proxies, monotonicMs, signal });
  const clock = createTickingClock(() => performance.now());
  const deadlines = createDeadlines(signal, clock);
  try {
    const collectEvidence = createEvidenceCollector({
      fetch: fetcher.fetch,
      at: at ?? now(),
      findAnchor: (certificate) => knownIssuers(certificate, [...stores.values()])[0]?.certificate,
    });
    const evidence = await clock.during(() =>
      deadlines.within(timeoutMs, (budget) => collectEvidence(observation.certificates, wish, budget)),
    );
    const given = observation.evidence?.crls ?? [];
    return { ...observation, evidence: { ...evidence, crls: [...given, ...evidence.crls] } };
  } finally {
    deadlines.stop();
    fetcher.close();
    names.close();
  }
}
