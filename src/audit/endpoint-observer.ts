import { createInStep } from '../async/in-step.ts';
import { createEvidenceCollector } from '../collect/collect-evidence.ts';
import { createCollector } from '../collect/collector.ts';
import { bugFailure } from '../evaluate/create-judge.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { silentObservation } from '../model/silent-observation.ts';
import { knownIssuers } from '../pki/trust/known-issuers.ts';
import type { AddressFamilies } from '../net/address-families.ts';
import { type ConnectorOptions, createConnector } from '../net/connector.ts';
import type { Fetcher } from '../net/create-fetcher.ts';
import type { Try } from '../scan/contract.ts';
import type { AuditOptions } from './contract.ts';
import { resolveBeside } from './resolve-beside.ts';
import { withTries } from './with-tries.ts';
import { createRandomSource } from './random-source.ts';
import type { RunJudge } from './run-judge.ts';
import { createRunKeyShares } from './run-key-shares.ts';

export interface ObserverOptions extends RunJudge {
  readonly options: Pick<
    AuditOptions,
    'provePossession' | 'clientIdentity' | 'keyTypes' | 'handshake' | 'alpn' | 'clientName'
  >;
  /** Endpoints that may be under way at once, slow ones included. */
  readonly atOnce: number;
  readonly fetcher: Fetcher;
  readonly families: AddressFamilies;
  readonly proxies: ConnectorOptions['proxies'];
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}

/** Observes the endpoints of one run. */
export interface EndpointObserver {
  /** Dials an endpoint: one observation, or one for each certificate with `keyTypes: 'all'`. Never rejects. */
  readonly observe: (endpoint: ResolvedEndpoint, thisTry: Try) => Promise<readonly EndpointObservation[]>;
  /** Local addresses of the connections so far. */
  readonly sourceAddresses: () => ReadonlySet<string>;
}

export function createEndpointObserver(observer: ObserverOptions): EndpointObserver {
  const { judge, prepare, options, fetcher, families, proxies, now, monotonicMs, atOnce } = observer;
  const sources = new Set<string>();
  const stores = [...judge.context.stores.values()];
  const collect = createCollector({
    connect: createConnector(createInStep(), { families, proxies, onOpened: (address) => sources.add(address) }),
    random: createRandomSource(),
    keyShare: createRunKeyShares(),
    provePossession: options.provePossession,
    clientIdentity: options.clientIdentity,
    keyTypes: options.keyTypes,
    handshake: options.handshake,
    alpn: options.alpn,
    clientName: options.clientName,
    maxFlightBytes: maxFlightBytes(atOnce),
    now,
    monotonicMs,
    decode: judge.decode,
    collectEvidence: createEvidenceCollector({
      fetch: fetcher.fetch,
      at: judge.context.now,
      checkLink: judge.checkLink,
      findAnchor: (certificate, checkLink) => knownIssuers(certificate, stores, checkLink)[0]?.certificate,
    }),
  });
  return {
    observe: async (endpoint, thisTry) => {
      try {
        // Modules are loaded before the first socket is opened: a process without free file descriptors loads none.
        const preparing = prepare();
        if (preparing !== undefined) await preparing;
        if (endpoint.fetch !== undefined) await fetcher.prepare();
        const tried = (each: EndpointObservation) => withTries(each, thisTry.earlierTries);
        const looked = resolveBeside(endpoint, proxies?.resolve, thisTry);
        if (looked === undefined) return (await collect(endpoint, thisTry)).map(tried);
        const [[first, ...others], beside] = await Promise.all([collect(endpoint, thisTry), looked]);
        return first === undefined ? [] : [{ ...first, ...beside }, ...others].map(tried);
      } catch (bug) {
        // A bug becomes the result of its endpoint; the run goes on.
        return [withTries(silentObservation(endpoint, now(), bugFailure(bug)), thisTry.earlierTries)];
      }
    },
    sourceAddresses: () => sources,
  };
}

/** Bytes of all flights that are held at the same time, if every server sends as much as it may. */
const maxHeldBytes = 67_108_864;

/**
 * A real flight has some 5 KB, and one with a whole CA bundle by mistake 200 KB; OpenSSL's clients refuse a chain beyond 100 KiB. Up to
 * 128 endpoints at once may send 512 KiB each, more than a thousand 64 KiB.
 */
function maxFlightBytes(atOnce: number): number {
  return Math.min(524_288, Math.max(65_536, Math.floor(maxHeldBytes / atOnce)));
}
