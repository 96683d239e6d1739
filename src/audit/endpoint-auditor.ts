import { knownIssuers } from '../pki/trust/known-issuers.ts';
import { createEvidenceCollector } from '../collect/collect-evidence.ts';
import { createCollector } from '../collect/collector.ts';
import type { JudgementContext } from '../evaluate/contract.ts';
import { memoryOf } from '../evaluate/judgement-memory.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import { silentObservation } from '../model/silent-observation.ts';
import type { FailOn } from '../model/vocabulary.ts';
import type { Fetcher } from '../net/create-fetcher.ts';
import { createCertificateMemory } from '../x509/certificate-memory.ts';
import type { AuditedEndpoint, AuditEndpoint } from './audited-endpoint.ts';
import type { AuditOptions } from './contract.ts';
import { withTries } from './count-tries.ts';
import { noteEndpoint } from './summary/endpoint-note.ts';
import { gatherTurn } from './gather-turn.ts';
import { bugFailure, createJointJudge, createJudge, maxJudgedTogether } from './judge.ts';
import { createLatePublicSuffixes } from './late-public-suffixes.ts';
import { createRandomSource } from './random-source.ts';
import { createRunKeyShares } from './run-key-shares.ts';

/** What judges the endpoints of a run, beside what every thread makes for itself. */
export type JudgementFacts = Pick<JudgementContext, 'now' | 'stores' | 'publicStore' | 'overrides' | 'waivers'>;

export interface AuditorOptions {
  readonly facts: JudgementFacts;
  readonly options: Pick<AuditOptions, 'provePossession' | 'clientIdentity' | 'keyTypes' | 'handshake' | 'failOn'>;
  readonly fetcher: Fetcher;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}

/** What one thread audits endpoints with; what it remembers it shares among all of them. */
export interface EndpointAuditor {
  readonly audit: AuditEndpoint;
  /** Judges what was observed, or had to be put in place of it. */
  readonly judge: (observation: EndpointObservation) => AuditedEndpoint;
  readonly context: JudgementContext;
}

export function createEndpointAuditor({ facts, options, fetcher, now, monotonicMs }: AuditorOptions): EndpointAuditor {
  const suffixes = createLatePublicSuffixes();
  const { isPublicSuffix } = suffixes;
  const decode = createCertificateMemory();
  const context: JudgementContext = { ...facts, isPublicSuffix, decode };
  const judgeNow = createJudge(context);
  const judgeWithOthers = gatherTurn(createJointJudge(context), maxJudgedTogether);
  const tell = createTeller(context, options.failOn);
  const judge = (observation: EndpointObservation): AuditedEndpoint => tell(observation, judgeNow(observation));
  const stores = [...facts.stores.values()];
  const collect = createCollector({
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
  return { audit: guarded(audit, judge, now), judge, context };
}

function createTeller(
  context: JudgementContext,
  failOn: FailOn,
): (observation: EndpointObservation, report: EndpointReport) => AuditedEndpoint {
  const { decode } = memoryOf(context);
  return (observation, report) => {
    const note = noteEndpoint(observation, report, { failOn, decode });
    return { note, readReport: () => report, readObservation: () => observation };
  };
}

/** A bug while one endpoint is asked is that endpoint's answer. */
export function guarded(audit: AuditEndpoint, judge: EndpointAuditor['judge'], now: () => Date): AuditEndpoint {
  return async (endpoint, one) => {
    try {
      return await audit(endpoint, one);
    } catch (bug) {
      return [judge(withTries(silentObservation(endpoint, now(), bugFailure(bug)), one.earlierTries))];
    }
  };
}
