import type { FetchedEvidence, Staple } from '../checks/evidence.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { decodeOcspResponse } from '../x509/revocation/decode-ocsp-response.ts';
import { sha256Hex } from '../x509/der/sha256-hex.ts';
import type { JudgementRun } from './judgement-run.ts';

/** Decodes what was fetched, or handed to `verify` beside the certificates. Undefined: neither. */
export function readFetched(
  { endpoint, evidence }: EndpointObservation,
  { decode, decodeCrl }: JudgementRun,
): FetchedEvidence | undefined {
  const isGiven = evidence !== undefined && evidence.crls.length > 0;
  if (evidence === undefined || (endpoint.fetch === undefined && !isGiven)) return undefined;
  return {
    wish: endpoint.fetch ?? { issuers: false, crl: false, ocsp: false, allow: [] },
    issuers: evidence.issuers.map(({ url, der }) => ({ url, certificate: decode(der) })),
    otherKeys: (evidence.otherKeys ?? []).map(({ der }) => decode(der)),
    crls: evidence.crls.map(({ url, der }) => ({ url, crl: decodeCrl(der) })),
    ocspResponses: evidence.ocspResponses.map(({ url, certificate, der }) => ({
      url,
      certificate,
      response: decodeOcspResponse(der),
    })),
    fetches: evidence.fetches,
    complete: evidence.complete,
  };
}

/** Decodes what was stapled. A response for a certificate that was not sent is left out. */
export function readStaples({ handshake, certificates }: EndpointObservation): readonly Staple[] {
  if (handshake === null) return [];
  return handshake.staples.flatMap(({ certificateIndex, response }) => {
    const der = certificates[certificateIndex];
    return der === undefined ? [] : [{ certificate: sha256Hex(der), response: decodeOcspResponse(response) }];
  });
}
