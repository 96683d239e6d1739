import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { Handshake } from '../../src/model/handshake.ts';

/** The instant tests judge at. */
export const now = new Date('2026-11-22T12:00:00Z');

/** A virtual server of contoso, external, trusted through the store `contoso`. */
export function endpointWith(changes: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'contoso|im.contoso.com/virtual-server/im.contoso.com@10.0.0.11:443',
    deployment: 'contoso',
    virtualServer: 'https://im.contoso.com',
    server: 'cwa01.contoso.local',
    policy: 'cwa-2007-r2',
    role: 'virtual-server',
    host: 'im.contoso.com',
    port: 443,
    address: '10.0.0.11',
    serverName: 'im.contoso.com',
    access: 'external',
    keyType: null,
    names: { url: 'im.contoso.com', server: 'cwa01.contoso.local', proxy: null, externalUrl: null },
    reverseProxyProduct: null,
    trust: [{ list: 'external', stores: ['contoso'] }],
    probeWithoutServerName: true,
    ...changes,
  };
}

/** A TLS 1.2 handshake with nothing wrong in it. */
export function handshakeWith(changes: Partial<Handshake> = {}): Handshake {
  return {
    protocol: 'TLSv1.2',
    cipherSuiteCode: 0xc02f,
    cipherSuite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    profile: 'modern',
    offeredProtocol: 'TLSv1.3',
    serverName: 'im.contoso.com',
    keyExchange: { kind: 'ecdhe', group: 'x25519', bits: 255 },
    secureRenegotiation: true,
    downgradeSentinel: null,
    helloRetryRequest: false,
    serverTimeSeconds: Math.floor(now.getTime() / 1_000),
    flightComplete: true,
    keyPossession: 'proven',
    keyPossessionReason: 'signature rsa_pss_rsae_sha256',
    certificateRequest: null,
    staples: [],
    signedCertificateTimestamps: [],
    warningAlerts: [],
    durationMs: 12.5,
    ...changes,
  };
}

/** An observation whose certificates are given leaf first. */
export function observationWith(
  certificates: readonly Uint8Array[],
  changes: Partial<EndpointObservation> = {},
): EndpointObservation {
  const [leaf] = certificates;
  return {
    schemaVersion: '1.0',
    endpoint: endpointWith(),
    observedAt: now.toISOString(),
    source: 'network',
    failure: null,
    handshake: handshakeWith(),
    attempts: [{ profile: 'modern', failure: null }],
    certificates: [...certificates],
    withoutServerName: leaf === undefined ? null : { certificates: [leaf] },
    ...changes,
  };
}
