import { err, ok, type Result } from '../model/result.ts';
import type { FetchRequest } from '../net/fetch-url.ts';
import { checkOcspResponse } from '../pki/revocation/check-ocsp-response.ts';
import { isSettled } from '../pki/revocation/revocation-answer.ts';
import type { Meter } from '../pki/work/meter.ts';
import type { Certificate } from '../x509/certificate.ts';
import { ocspPointers } from '../x509/extensions/certificate-pointers.ts';
import { decodeOcspResponse, MAX_OCSP_RESPONSE_BYTES } from '../x509/revocation/decode-ocsp-response.ts';
import { encodeOcspRequest } from '../x509/revocation/encode-ocsp-request.ts';
import type { OcspResponse } from '../x509/revocation/ocsp.ts';
import { askInOrder } from './ask-in-order.ts';
import { type EvidenceTrail, type Followed, isHttp } from './evidence-trail.ts';
import { doubtfulAlgorithms } from './doubtful-algorithms.ts';

export interface FetchedOcspResponse {
  /** The responder, as it stands in the certificate. */
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

/** How responders are asked, and when their answers have to hold. */
interface Asking {
  readonly trail: EvidenceTrail;
  readonly at: Date;
  /** Pays for what has to be verified. */
  readonly meter: Meter;
}

/** RFC 6960 Appendix A.1: GET may be used below 255 bytes, URL encoding included; caches answer GET. */
const MAX_GET_CHARACTERS = 254;

/**
 * Asks the OCSP responders that certificates name, each by GET and then by POST, until one settles whether the certificate is
 * revoked at the instant `at`; every answer that can be read is kept. The request has no nonce, so that the answer may come from a
 * cache and be shared by all endpoints of a run; its freshness is judged by its dates.
 */
export async function askOcsp(
  subjects: readonly OcspSubject[],
  asking: Asking,
): Promise<readonly FetchedOcspResponse[]> {
  const found = await Promise.all(subjects.map((subject) => askAbout(subject, asking)));
  return found.flat();
}

async function askAbout(subject: OcspSubject, { trail, at, meter }: Asking): Promise<readonly FetchedOcspResponse[]> {
  const { sha256 } = subject.certificate;
  const use = { purpose: 'ocsp', certificate: sha256 } as const;
  const request = encodeOcspRequest(subject);
  const path = encodeURIComponent(Buffer.from(request).toString('base64'));
  const byPost = { bytes: request, mediaType: 'application/ocsp-request' };
  const follow = (pointer: string, asked: Pick<FetchRequest, 'url' | 'body'>): Promise<Followed<OcspResponse>> =>
    trail.follow({
      ...use,
      pointer,
      request: { ...asked, accept: 'application/ocsp-response', maxBytes: MAX_OCSP_RESPONSE_BYTES },
      read: readAnswer,
    });
  const judged = new Map<OcspResponse, boolean>();
  /** Asked here and by `askInOrder`; the signature is paid for once. */
  const settles = (response: OcspResponse): boolean => {
    const question = { response, ...subject, at, meter, forbiddenAlgorithms: doubtfulAlgorithms };
    const isSettling = judged.get(response) ?? isSettled(checkOcspResponse(question));
    judged.set(response, isSettling);
    return isSettling;
  };
  const ask = async (url: string): Promise<readonly OcspResponse[]> => {
    const posting = { url, body: byPost };
    if (!isHttp(url) || path.length > MAX_GET_CHARACTERS) return valuesOf(await follow(url, posting));
    const byGet = await follow(url, { url: `${url.replace(/\/$/, '')}/${path}` });
    if (!byGet.isAnswered || valuesOf(byGet).some(settles)) return valuesOf(byGet);
    // Some responders support POST only, and answer GET with an error page, with malformedRequest or from a stale cache.
    return withoutRepeats([...valuesOf(byGet), ...valuesOf(await follow(url, posting))]);
  };
  const answers = await askInOrder({ use, urls: ocspPointers(subject.certificate), ask, settles }, trail);
  return answers.map(({ url, value }) => ({ url, certificate: sha256, der: value.der }));
}

function valuesOf<T>({ value }: Followed<T>): readonly T[] {
  return value === undefined ? [] : [value];
}

function withoutRepeats(responses: readonly OcspResponse[]): readonly OcspResponse[] {
  return responses.filter(
    ({ der }, index) => !responses.slice(0, index).some((earlier) => Buffer.compare(earlier.der, der) === 0),
  );
}

function readAnswer(body: Uint8Array): Result<OcspResponse, string> {
  const decoded = decodeOcspResponse(body);
  return decoded.ok ? ok(decoded.value) : err(`The download is not an OCSP response: ${decoded.error.message}`);
}
