import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Handshake } from '../model/handshake.ts';
import type { Conclusion } from './conclude-endpoint.ts';
import { countTimestamps } from './count-timestamps.ts';
import type { GatheredEvidence } from './gather-evidence.ts';
import { isUnverified } from '../model/unverified.ts';
import { verdictOf } from './verdict.ts';

/** The report of an endpoint: what was observed, beside the findings about it. */
export function describeEndpoint(
  observation: EndpointObservation,
  { evidence, chain }: GatheredEvidence,
  { findings, causes }: Conclusion,
): EndpointReport {
  const { endpoint, handshake } = observation;
  const unreachable = observation.certificates.length === 0;
  const dialed = observation.source === 'network';
  const { leaf, staples = [] } = evidence;
  const isIssued = observation.source !== 'request';
  const timestamps = leaf && isIssued ? countTimestamps(observation, leaf, staples) : undefined;
  return {
    id: endpoint.id,
    deployment: endpoint.deployment,
    virtualServer: endpoint.virtualServer,
    server: endpoint.server,
    policy: endpoint.policy,
    role: endpoint.role,
    observedAt: observation.observedAt,
    host: endpoint.host,
    ...(endpoint.range === undefined ? undefined : { range: endpoint.range }),
    port: dialed ? endpoint.port : null,
    address: dialed ? endpoint.address : null,
    ...(dialed && endpoint.proxy !== undefined && { proxy: endpoint.proxy }),
    ...(dialed && endpoint.proxyProtocol !== undefined && { proxyProtocol: endpoint.proxyProtocol }),
    serverName: dialed ? (handshake === null ? endpoint.serverName : handshake.serverName) : null,
    ...(dialed && endpoint.startTls !== undefined && { startTls: endpoint.startTls }),
    ...(dialed && endpoint.xmppTo !== undefined && { xmppTo: endpoint.xmppTo }),
    ...(dialed && endpoint.site !== undefined && { site: endpoint.site }),
    ...(dialed && observation.seenFrom !== undefined && { seenFrom: observation.seenFrom }),
    verdict: unreachable ? 'unreachable' : verdictOf(causes, isUnverified({ findings })),
    failure: dialed ? observation.failure : null,
    ...(observation.retries === undefined ? undefined : { retries: observation.retries }),
    handshake: describeHandshake(observation),
    withoutServerName: describeAnswer(evidence.withoutServerName),
    ...describeWrongName(evidence.withWrongServerName),
    chain: chain?.description.chain ?? [],
    trust: chain?.description.trust ?? [],
    issuers: chain?.description.issuers ?? [],
    publiclyTrusted: chain?.description.publiclyTrusted ?? null,
    ...(timestamps === undefined ? undefined : { signedCertificateTimestamps: timestamps }),
    causes: [...causes],
    findings: [...findings],
  };
}

function describeHandshake({
  source,
  endpoint: { keyType },
  handshake,
  certificates,
}: EndpointObservation): EndpointReport['handshake'] {
  // `failure` describes a handshake that broke before the certificate.
  if (source !== 'network' || handshake === null || certificates.length === 0) return null;
  const { protocol, cipherSuite, profile, keyExchange, keyPossession, durationMs } = handshake;
  const { applicationProtocol, otherKeyTypes, clientCertificateSent, warningAlerts } = handshake;
  return {
    protocol,
    cipherSuite,
    profile,
    keyExchange,
    postQuantum: takesPostQuantum(handshake),
    ...(applicationProtocol === undefined ? undefined : { applicationProtocol }),
    ...(keyType === null ? undefined : { keyType }),
    ...(otherKeyTypes === undefined ? undefined : { otherKeyTypes }),
    keyPossession,
    ...(clientCertificateSent === undefined ? undefined : { clientCertificateSent }),
    ...(warningAlerts.length === 0 ? undefined : { warningAlerts: [...warningAlerts] }),
    durationMs,
  };
}

/** Only TLS 1.3 has such groups. A server that takes our share of X25519 may take one of them from others. */
function takesPostQuantum({ protocol, offeredProtocol, keyExchange }: Handshake): boolean | null {
  if (keyExchange.group?.includes('MLKEM')) return true;
  return protocol !== 'TLSv1.3' && offeredProtocol === 'TLSv1.3' ? false : null;
}

function describeAnswer(
  answer: GatheredEvidence['evidence']['withoutServerName'],
): EndpointReport['withoutServerName'] {
  if (answer === undefined) return null;
  if ('failure' in answer) return { failure: answer.failure };
  const first = answer.certificates[0];
  return first === undefined ? null : { sha256: first.sha256 };
}

function describeWrongName(
  answer: GatheredEvidence['evidence']['withWrongServerName'],
): Pick<EndpointReport, 'withWrongServerName'> | undefined {
  const described = describeAnswer(answer);
  if (answer === undefined || described === null) return undefined;
  return { withWrongServerName: { serverName: answer.serverName, ...described } };
}
