import { createInStep } from '../async/in-step.ts';
import { createEvidenceCollector } from '../collect/collect-evidence.ts';
import { createCollector } from '../collect/collector.ts';
import type { JudgedEndpoint } from '../evaluate/contract.ts';
import { bugFailure } from '../evaluate/create-judge.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { silentObservation } from '../model/silent-observation.ts';
import { knownIssuers } from '../pki/trust/known-issuers.ts';
import { createConnector } from '../net/connector.ts';
import type { Fetcher } from '../net/create-fetcher.ts';
import type { Try } from '../scan/contract.ts';
import type { AuditOptions } from './contract.ts';
import { withTries } from './with-tries.ts';
import { createRandomSource } from './random-source.ts';
import type { RunJudge } from './run-judge.ts';
import { createRunKeyShares } from './run-key-shares.ts';

/** At most this many are judged together: most of the gain is there from eight on, and others get their turn in between. */
export const maxJudgedTogether = 32;

/** How long an observation waits for others to be judged with. A server that answers slowly would otherwise be judged alone. */
const maxJudgingWaitMs = 10;

export interface AuditorOptions extends RunJudge {
  readonly options: Pick<
    AuditOptions,
    'concurrency' | 'provePossession' | 'clientIdentity' | 'keyTypes' | 'handshake' | 'alpn'
  >;
  readonly fetcher: Fetcher;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}

/** Collects and judges the endpoints of one run. */
export interface EndpointAuditor {
  /** Dials an endpoint and judges what it presents: one result, or one for each certificate with `keyTypes: 'all'`. Never rejects. */
  readonly audit: (endpoint: ResolvedEndpoint, one: Try) => Promise<readonly JudgedEndpoint[]>;
  /** Judges an observation that was made without dialling. */
  readonly judgeOne: (observation: EndpointObservation) => JudgedEndpoint;
  /** Local addresses of the connections so far. */
  readonly sourceAddresses: () => ReadonlySet<string>;
}

export function createEndpointAuditor(auditor: AuditorOptions): EndpointAuditor {
  const { judge, prepareFor, options, fetcher, now, monotonicMs } = auditor;
  const inStep = createInStep();
  const sources = new Set<string>();
  const judgeWithOthers = inStep.together(judge.evaluateEndpoints, {
    // No more can come while all that are under way wait.
    maxTogether: Math.min(maxJudgedTogether, options.concurrency),
    maxWaitMs: maxJudgingWaitMs,
  });
  const judgeOne = (observation: EndpointObservation): JudgedEndpoint => ({
    observation,
    report: judge.evaluateEndpoint(observation),
  });
  const stores = [...judge.context.stores.values()];
  const collect = createCollector({
    connect: createConnector(inStep, (address) => sources.add(address)),
    random: createRandomSource(),
    keyShare: createRunKeyShares(),
    provePossession: options.provePossession,
    clientIdentity: options.clientIdentity,
    keyTypes: options.keyTypes,
    handshake: options.handshake,
    alpn: options.alpn,
    now,
    monotonicMs,
    decode: judge.decode,
    collectEvidence: createEvidenceCollector({
      fetch: fetcher.fetch,
      findAnchor: (certificate) => knownIssuers(certificate, stores, judge.checkLink)[0]?.certificate,
    }),
  });
  const collectAndJudge: EndpointAuditor['audit'] = async (endpoint, one) => {
    // Modules are loaded before the first socket is opened: a process without free file descriptors loads none.
    const preparing = prepareFor(endpoint.policy);
    if (preparing !== undefined) await preparing;
    if (endpoint.fetch !== undefined) await fetcher.prepare();
    const observations = (await collect(endpoint, one)).map((each) => withTries(each, one.earlierTries));
    return await Promise.all(
      observations.map(async (observation) => ({ observation, report: await judgeWithOthers(observation) })),
    );
  };
  return {
    audit: async (endpoint, one) => {
      try {
        return await collectAndJudge(endpoint, one);
      } catch (bug) {
        // A bug becomes the result of its endpoint; the run goes on.
        return [judgeOne(withTries(silentObservation(endpoint, now(), bugFailure(bug)), one.earlierTries))];
      }
    },
    judgeOne,
    sourceAddresses: () => sources,
  };
}
