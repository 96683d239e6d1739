import type { Endpoint } from '../../src/model/endpoint.ts';
import type { EvidenceFetch, NetworkEvidence } from '../../src/model/network-evidence.ts';
import { sha256Hex } from '../../src/x509/der/sha256-hex.ts';

/** An endpoint that asks for everything. */
export const asking: Pick<Endpoint, 'fetch'> = { fetch: { issuers: true, crl: true, ocsp: true, allow: [] } };

/** What a run might have fetched; everything left out is nothing. */
export function evidenceWith(changes: Partial<NetworkEvidence>): { evidence: NetworkEvidence } {
  return { evidence: { issuers: [], crls: [], ocspResponses: [], fetches: [], complete: true, ...changes } };
}

/** One fetch for a certificate. */
export function fetchFor(der: Uint8Array, changes: Partial<EvidenceFetch>): EvidenceFetch {
  return {
    method: 'GET',
    url: 'http://pki.contoso.com/file',
    redirects: [],
    address: '192.0.2.1',
    status: 200,
    bytes: 100,
    outcome: 'fetched',
    message: '100 bytes were fetched.',
    durationMs: 5,
    purpose: 'issuer',
    certificate: sha256Hex(der),
    problem: null,
    ...changes,
  };
}

/** A pointer that led nowhere. */
export const missing = {
  outcome: 'http-status',
  status: 404,
  message: 'The server answered with status 404.',
} as const satisfies Partial<EvidenceFetch>;
