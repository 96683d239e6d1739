import { endpointChecks } from '../checks/endpoint-checks.ts';
import { undetermined } from '../checks/judgement.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Finding } from '../model/finding.ts';
import { findSeverity } from '../policy/find-severity.ts';
import type { EffectivePolicy } from '../policy/resolve-policy.ts';
import type { EvaluateEndpoint } from './contract.ts';
import { countTimestamps } from './count-timestamps.ts';
import { waive } from './find-waiver.ts';
import { type Gathered, gatherEvidence } from './gather-evidence.ts';
import { memoryOf } from './judgement-memory.ts';
import { runCheck, toFinding } from './run-check.ts';
import { summarisePresented } from './summarise-certificate.ts';
import { summariseIssuers, summariseTrust, undecodableTrust } from './summarise-trust.ts';
import { verdictOf } from './verdict.ts';

/**
 * Judges one observation: every check of the policy in the order of the check list, each given what it needs or answered
 * with why it cannot be. Pure but for what it remembers of the run; never throws on anything a peer sent.
 */
export const evaluateEndpoint: EvaluateEndpoint = (observation, context) => {
  const { endpoint } = observation;
  const memory = memoryOf(context);
  const effective = memory.policyOf(endpoint.policy, endpoint.deployment);
  const gathered = gatherEvidence({ observation, effective, context, memory });
  const waivers = context.waivers?.get(endpoint.deployment ?? '') ?? [];
  const findings = judge(observation, effective, gathered).map((finding) =>
    waive(finding, endpoint, waivers, context.now),
  );
  const unreachable = observation.certificates.length === 0;
  return {
    ...describePlace(observation),
    verdict: unreachable ? 'unreachable' : verdictOf(findings),
    failure: observation.source === 'file' ? null : observation.failure,
    ...(observation.retries === undefined ? {} : { retries: observation.retries }),
    handshake: describeHandshake(observation),
    withoutServerName: describeWithoutServerName(gathered),
    ...describeChain(observation, gathered),
    findings: [...findings],
  };
};

function judge(observation: EndpointObservation, { policy }: EffectivePolicy, gathered: Gathered): readonly Finding[] {
  const { endpoint, handshake } = observation;
  const circumstances = { role: endpoint.role, access: endpoint.access, protocol: handshake?.protocol ?? null };
  const unreachable = observation.certificates.length === 0;
  return endpointChecks.flatMap((check) => {
    const severity = findSeverity(policy, check.id, circumstances);
    if (severity === undefined) return [];
    const judgement = unreachable ? notReached(observation) : runCheck(check, gathered);
    return [toFinding(check.id, severity, judgement)];
  });
}

function notReached({ failure }: EndpointObservation) {
  const why = failure === null ? 'no certificate was presented.' : failure.message;
  return undetermined('unreachable', `Not judged: ${why}`);
}

function describePlace({ endpoint, observedAt, source, handshake }: EndpointObservation) {
  const dialled = source === 'network';
  return {
    id: endpoint.id,
    deployment: endpoint.deployment,
    virtualServer: endpoint.virtualServer,
    server: endpoint.server,
    policy: endpoint.policy,
    role: endpoint.role,
    observedAt,
    host: endpoint.host,
    port: dialled ? endpoint.port : null,
    address: dialled ? endpoint.address : null,
    serverName: dialled ? (handshake === null ? endpoint.serverName : handshake.serverName) : null,
  };
}

function describeHandshake({ source, handshake, certificates }: EndpointObservation): EndpointReport['handshake'] {
  // A handshake that broke before the certificate is told by `failure`.
  if (source === 'file' || handshake === null || certificates.length === 0) return null;
  const { protocol, cipherSuite, profile, keyPossession, clientCertificateSent: sent, durationMs } = handshake;
  const answer = sent === undefined ? {} : { clientCertificateSent: sent };
  return { protocol, cipherSuite, profile, keyPossession, ...answer, durationMs };
}

function describeWithoutServerName(gathered: Gathered): EndpointReport['withoutServerName'] {
  const answer = gathered.withoutServerName();
  if (!answer.ok || answer.value === undefined) return null;
  if ('failure' in answer.value) return { failure: answer.value.failure };
  const first = answer.value.certificates[0];
  return first === undefined ? null : { sha256: first.sha256 };
}

function describeChain(observation: EndpointObservation, gathered: Gathered) {
  const { endpoint } = observation;
  const presented = gathered.presented();
  if (!presented.ok) return { chain: [], trust: [], issuers: [], publiclyTrusted: null };
  const chain = presented.value.map(summarisePresented);
  const leaf = presented.value[0]?.certificate;
  if (leaf?.ok === false) {
    const stores = endpoint.trust.flatMap((list) => list.stores);
    return { chain, trust: [...undecodableTrust(stores, leaf.error.message)], issuers: [], publiclyTrusted: null };
  }
  const trust = gathered.trust();
  const publicTrust = gathered.publicTrust();
  const fetched = gathered.fetched();
  const staples = gathered.staples();
  return {
    chain,
    trust: trust.ok ? [...summariseTrust(trust.value)] : [],
    issuers: trust.ok ? summariseIssuers(trust.value, presented.value, fetched.ok ? fetched.value : undefined) : [],
    publiclyTrusted: publicTrust.ok ? publicTrust.value.ok : null,
    ...(leaf?.ok === true
      ? { signedCertificateTimestamps: countTimestamps(observation, leaf.value, staples.ok ? staples.value : []) }
      : {}),
  };
}
