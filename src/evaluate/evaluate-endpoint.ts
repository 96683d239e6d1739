import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { EvaluateEndpoint, EvaluateEndpoints, JudgementContext } from './contract.ts';
import { countTimestamps } from './count-timestamps.ts';
import { waive } from './find-waiver.ts';
import type { Gathered } from './gather-evidence.ts';
import { askNext, type Case, closeCase, openCase } from './open-case.ts';
import { summarisePresented } from './summarise-certificate.ts';
import { summariseIssuers, summariseTrust, undecodableTrust } from './summarise-trust.ts';
import { verdictOf } from './verdict.ts';

/**
 * Judges one observation: every check of the policy in the order of the check list, each given what it needs or answered
 * with why it cannot be. Pure but for what it remembers of the run; never throws on anything a peer sent.
 */
export const evaluateEndpoint: EvaluateEndpoint = (observation, context) => {
  const each = openCase(observation, context);
  for (let turn = each.open.length; turn > 0; turn -= 1) askNext(each);
  return writeReport(each, context);
};

/**
 * Judges several observations, each as `evaluateEndpoint` does, one check of all before the next check of all: the code of a
 * check stays in the processor's cache, which makes judging a quarter cheaper from some eight on.
 */
export const evaluateEndpoints: EvaluateEndpoints = (observations, context) => {
  const cases = observations.map((observation) => openCase(observation, context));
  const longest = Math.max(0, ...cases.map(({ open }) => open.length));
  for (let turn = 0; turn < longest; turn += 1) for (const each of cases) askNext(each);
  return cases.map((each) => writeReport(each, context));
};

function writeReport(each: Case, context: JudgementContext): EndpointReport {
  closeCase(each);
  const { observation, gathered, findings: judged } = each;
  const { endpoint } = observation;
  const waivers = context.waivers?.get(endpoint.deployment ?? '') ?? [];
  const findings =
    waivers.length === 0 ? judged : judged.map((finding) => waive(finding, endpoint, waivers, context.now));
  const unreachable = observation.certificates.length === 0;
  const dialled = observation.source === 'network';
  const { handshake } = observation;
  const { chain, trust, issuers, publiclyTrusted, timestamps } = describeChain(observation, gathered);
  // Written out in one piece: it is made for every endpoint, and copying parts together costs ten times as much.
  return {
    id: endpoint.id,
    deployment: endpoint.deployment,
    virtualServer: endpoint.virtualServer,
    server: endpoint.server,
    policy: endpoint.policy,
    role: endpoint.role,
    observedAt: observation.observedAt,
    host: endpoint.host,
    port: dialled ? endpoint.port : null,
    address: dialled ? endpoint.address : null,
    serverName: dialled ? (handshake === null ? endpoint.serverName : handshake.serverName) : null,
    verdict: unreachable ? 'unreachable' : verdictOf(findings),
    failure: dialled ? observation.failure : null,
    ...(observation.retries === undefined ? undefined : { retries: observation.retries }),
    handshake: describeHandshake(observation),
    withoutServerName: describeWithoutServerName(gathered),
    chain,
    trust,
    issuers,
    publiclyTrusted,
    ...(timestamps === undefined ? undefined : { signedCertificateTimestamps: timestamps }),
    findings,
  };
}

function describeHandshake({ source, handshake, certificates }: EndpointObservation): EndpointReport['handshake'] {
  // A handshake that broke before the certificate is told by `failure`.
  if (source === 'file' || handshake === null || certificates.length === 0) return null;
  const { protocol, cipherSuite, profile, keyPossession, clientCertificateSent: sent, durationMs } = handshake;
  const answer = sent === undefined ? {} : { clientCertificateSent: sent };
  return { protocol, cipherSuite, profile, keyPossession, ...answer, durationMs };
}

function describeWithoutServerName({ pieces }: Gathered): EndpointReport['withoutServerName'] {
  const answer = pieces.withoutServerName;
  if (answer === undefined) return null;
  if ('failure' in answer) return { failure: answer.failure };
  const first = answer.certificates[0];
  return first === undefined ? null : { sha256: first.sha256 };
}

function describeChain(observation: EndpointObservation, { pieces }: Gathered) {
  const { endpoint } = observation;
  const { presented, leaf, trust = [], publicTrust, fetched, staples = [] } = pieces;
  if (presented === undefined) {
    return { chain: [], trust: [], issuers: [], publiclyTrusted: null, timestamps: undefined };
  }
  const chain = presented.map(summarisePresented);
  const first = presented[0]?.certificate;
  if (first?.ok === false) {
    const stores = endpoint.trust.flatMap((list) => list.stores);
    const broken = [...undecodableTrust(stores, first.error.message)];
    return { chain, trust: broken, issuers: [], publiclyTrusted: null, timestamps: undefined };
  }
  return {
    chain,
    trust: [...summariseTrust(trust)],
    issuers: summariseIssuers(trust, presented, fetched),
    publiclyTrusted: publicTrust?.ok ?? null,
    timestamps: leaf && countTimestamps(observation, leaf, staples),
  };
}
