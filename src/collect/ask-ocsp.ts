import { err, ok, type Result } from '../model/result.ts';
import type { FetchRequest } from '../net/fetch-url.ts';
import type { Certificate } from '../x509/certificate.ts';
import { ocspPointers } from '../x509/extensions/certificate-pointers.ts';
import { decodeOcspResponse, MAX_OCSP_RESPONSE_BYTES } from '../x509/revocation/decode-ocsp-response.ts';
import { encodeOcspRequest } from '../x509/revocation/encode-ocsp-request.ts';
import { type EvidenceTrail, type Followed, firstOfUse } from './evidence-trail.ts';

export interface FetchedOcspResponse {
  readonly url: string;
  /** SHA-256 of the certificate asked about. */
  readonly certificate: string;
  readonly der: Uint8Array;
}

/** An OCSP request names the certificate by its issuer's name and key (RFC 6960 §4.1.1). */
export interface OcspSubject {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

/** RFC 6960 Appendix A.1: GET may be used below 255 bytes, URL encoding included; caches answer GET. */
const MAX_GET_CHARACTERS = 254;

/**
 * Asks the OCSP responders that certificates name. The request has no nonce, so that the answer may come from a cache and
 * be shared by all endpoints of a run; its freshness is judged by its dates.
 */
export async function askOcsp(
  subjects: readonly OcspSubject[],
  trail: EvidenceTrail,
): Promise<readonly FetchedOcspResponse[]> {
  const found = await Promise.all(subjects.map((subject) => askAbout(subject, trail)));
  return found.filter((each) => each !== undefined);
}

async function askAbout(subject: OcspSubject, trail: EvidenceTrail): Promise<FetchedOcspResponse | undefined> {
  const { sha256 } = subject.certificate;
  const question = encodeOcspRequest(subject);
  const path = encodeURIComponent(Buffer.from(question).toString('base64'));
  const ask = (request: Pick<FetchRequest, 'url' | 'body'>): Promise<Followed<Uint8Array>> =>
    trail.follow({
      purpose: 'ocsp',
      certificate: sha256,
      request: { ...request, accept: 'application/ocsp-response', maxBytes: MAX_OCSP_RESPONSE_BYTES },
      read: readAnswer,
    });
  const byPost = { bytes: question, mediaType: 'application/ocsp-request' };
  const found = await firstOfUse(ocspPointers(subject.certificate), async (url) => {
    if (!/^https?:/i.test(url) || path.length > MAX_GET_CHARACTERS) return ask({ url, body: byPost });
    const answer = await ask({ url: `${url.replace(/\/$/, '')}/${path}` });
    // Some responders support POST only, and answer GET with an error page.
    return answer.value === undefined && answer.isAnswered ? ask({ url, body: byPost }) : answer;
  });
  return found && { url: found.url, certificate: sha256, der: found.value };
}

function readAnswer(body: Uint8Array): Result<Uint8Array, string> {
  const decoded = decodeOcspResponse(body);
  return decoded.ok ? ok(body) : err(`The fetched answer is not an OCSP response: ${decoded.error.message}`);
}
