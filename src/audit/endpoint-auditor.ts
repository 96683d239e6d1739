import { createInStep } from '../async/in-step.ts';
import { knownIssuers } from '../checks/chain/known-issuers.ts';
import { createEvidenceCollector } from '../collect/collect-evidence.ts';
import { createCollector } from '../collect/collector.ts';
import type { Judge, JudgementContext } from '../evaluate/contract.ts';
import { bugFailure, createJudge } from '../evaluate/create-judge.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import { silentObservation } from '../model/silent-observation.ts';
import type { FailOn } from '../model/vocabulary.ts';
import { createConnector } from '../net/connector.ts';
import type { Fetcher } from '../net/create-fetcher.ts';
import { createCertificateDecoder } from '../x509/certificate-decoder.ts';
import type { AuditedEndpoint, AuditEndpoint } from './audited-endpoint.ts';
import type { AuditOptions } from './contract.ts';
import { withTries } from './count-tries.ts';
import { noteEndpoint } from './summary/endpoint-note.ts';
import { createLatePublicSuffixes } from './late-public-suffixes.ts';
import { createMozillaStore } from './mozilla-store.ts';
import { createRandomSource } from './random-source.ts';
import { createRunKeyShares } from './run-key-shares.ts';

/** What judges the endpoints of a run, beside what every thread makes for itself. */
export type JudgementFacts = Pick<JudgementContext, 'now' | 'stores' | 'overrides' | 'waivers'>;

export interface AuditorOptions {
  readonly facts: JudgementFacts;
  readonly options: Pick<AuditOptions, 'provePossession' | 'clientIdentity' | 'keyTypes' | 'handshake' | 'failOn'>;
  readonly fetcher: Fetcher;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}

/** At most this many are judged together: most of the gain is there from eight on, and others get their turn in between. */
export const maxJudgedTogether = 32;

/** What one thread audits endpoints with; what it remembers it shares among all of them. */
export interface EndpointAuditor {
  readonly audit: AuditEndpoint;
  /** Judges what was observed, or had to be put in place of it. */
  readonly judgeOne: (observation: EndpointObservation) => AuditedEndpoint;
  readonly judge: Judge;
}

export function createEndpointAuditor({ facts, options, fetcher, now, monotonicMs }: AuditorOptions): EndpointAuditor {
  const suffixes = createLatePublicSuffixes();
  const { isPublicSuffix } = suffixes;
  const decode = createCertificateDecoder();
  const judge = createJudge({ ...facts, publicStore: createMozillaStore(), isPublicSuffix, decode });
  const inStep = createInStep();
  const judgeWithOthers = inStep.together(judge.evaluateEndpoints, maxJudgedTogether);
  const tell = createTeller(judge, options.failOn);
  const judgeOne = (observation: EndpointObservation): AuditedEndpoint =>
    tell(observation, judge.evaluateEndpoint(observation));
  const stores = [...facts.stores.values()];
  const collect = createCollector({
    connect: createConnector(inStep),
    random: createRandomSource(),
    keyShare: createRunKeyShares(),
    provePossession: options.provePossession,
    clientIdentity: options.clientIdentity,
    keyTypes: options.keyTypes,
    handshake: options.handshake,
    now,
    monotonicMs,
    decode,
    collectEvidence: createEvidenceCollector({
      fetch: fetcher.fetch,
      findAnchor: (certificate) => knownIssuers(certificate, stores)[0]?.certificate,
    }),
  });
  const audit: AuditEndpoint = async (endpoint, one) => {
    // What judgement will need is loaded before the first socket is opened: once files run out, no module loads any more.
    const preparing = suffixes.prepareFor(endpoint.policy);
    if (preparing !== undefined) await preparing;
    if (endpoint.fetch !== undefined) await fetcher.prepare();
    const observations = (await collect(endpoint, one)).map((each) => withTries(each, one.earlierTries));
    const reports = await Promise.all(observations.map(judgeWithOthers));
    return reports.map((report, index) => tell(observations[index] as EndpointObservation, report));
  };
  return { audit: guarded(audit, judgeOne, now), judgeOne, judge };
}

function createTeller(
  { decode }: Judge,
  failOn: FailOn,
): (observation: EndpointObservation, report: EndpointReport) => AuditedEndpoint {
  return (observation, report) => {
    const note = noteEndpoint(observation, report, { failOn, decode });
    return { note, readReport: () => report, readObservation: () => observation };
  };
}

/** A bug while one endpoint is asked is that endpoint's answer. */
export function guarded(audit: AuditEndpoint, judgeOne: EndpointAuditor['judgeOne'], now: () => Date): AuditEndpoint {
  return async (endpoint, one) => {
    try {
      return await audit(endpoint, one);
    } catch (bug) {
      return [judgeOne(withTries(silentObservation(endpoint, now(), bugFailure(bug)), one.earlierTries))];
    }
  };
}
