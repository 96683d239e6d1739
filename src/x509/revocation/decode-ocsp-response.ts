import { err, ok, type Result } from '../../model/result.ts';
import type { DecodeError, Decoded, RawExtension } from '../certificate.ts';
import { type DerReader, decodeDer } from '../der/der-reader.ts';
import { constructed, derTags, primitive } from '../der/der-tags.ts';
import { readSmallInteger, readWholeBytes } from '../der/der-values.ts';
import { readReason } from './index-revoked-certificates.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import {
  type BasicOcspResponse,
  type OcspCertificateStatus,
  type OcspResponder,
  type OcspResponse,
  type SingleOcspResponse,
  ocspResponseStatuses,
} from './ocsp.ts';
import { readAlgorithm } from '../der/read-algorithm.ts';
import { readRawExtensions } from '../extensions/read-extensions.ts';
import { readName } from '../names/read-name.ts';
import { readSerialNumber } from '../der/read-serial-number.ts';
import { readTime } from '../der/read-time.ts';

/** Largest OCSP response decoded. OpenSSL reads at most 100 KiB over HTTP (`OSSL_HTTP_DEFAULT_MAX_RESP_LEN`); usual responses have 0.5 to 4 KB. */
export const MAX_OCSP_RESPONSE_BYTES = 102_400;

/** Certificates kept of a response. A delegated responder sends its own, some send their whole chain. */
const MAX_OCSP_CERTIFICATES = 8;

/** Answers kept of a response. We ask for one certificate; a pre-produced response may cover a few. */
const MAX_OCSP_ANSWERS = 256;

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const nonceExtension = '1.3.6.1.5.5.7.48.1.2';

/** Decodes a DER OCSPResponse (RFC 6960 §4.2.1), stapled or fetched. `der` is kept, not copied. Never throws. */
export function decodeOcspResponse(der: Uint8Array): Result<OcspResponse, DecodeError> {
  if (der.length > MAX_OCSP_RESPONSE_BYTES) {
    const message = `The OCSP response has ${der.length} bytes, more than ${MAX_OCSP_RESPONSE_BYTES}.`;
    return err({ kind: 'budget', message, offset: 0 });
  }
  const bytes = new Uint8Array(der.buffer, der.byteOffset, der.length);
  const { result } = decodeDer(bytes, 'OCSP response', readOcspResponse);
  if (!result.ok) return result;
  const { status, response } = result.value;
  if (response === undefined) return ok({ der: bytes, status, basic: undefined });
  const basic = decodeDer(response, 'basic OCSP response', readBasicResponse).result;
  return basic.ok ? ok({ der: bytes, status, basic: basic.value }) : basic;
}

function readOcspResponse(reader: DerReader) {
  const sequence = reader.enter(derTags.sequence, 'OCSP response');
  const number = readSmallInteger(sequence, 'response status', derTags.enumerated);
  const status = ocspResponseStatuses[number] ?? 'unused';
  if (status === 'unused') sequence.fail('bad-value', `The OCSP response has the unknown status ${number}.`);
  const explicit = sequence.enterOptional(constructed(0), 'response bytes');
  sequence.finish('OCSP response');
  if (explicit === undefined) {
    if (status === 'successful')
      sequence.fail('bad-value', 'The OCSP response has the status successful but no content.');
    return { status, response: undefined };
  }
  const responseBytes = explicit.enter(derTags.sequence, 'response bytes');
  const type = readObjectIdentifier(responseBytes, 'response type');
  if (type !== basicResponse) responseBytes.fail('bad-value', `The OCSP response is of the unknown type ${type}.`);
  const response = responseBytes.content(derTags.octetString, 'response');
  responseBytes.finish('response bytes');
  explicit.finish('response bytes');
  return { status, response: status === 'successful' ? response : undefined };
}

function readBasicResponse(reader: DerReader): BasicOcspResponse {
  const basic = reader.enter(derTags.sequence, 'basic OCSP response');
  const start = basic.offset;
  const value = readResponseData(basic);
  const tbs = basic.since(start);
  const signatureAlgorithm = readAlgorithm(basic, 'signature algorithm');
  const signature = readWholeBytes(basic, 'signature');
  const certificates = readCertificates(basic);
  basic.finish('basic OCSP response');
  return { ...value, tbs, nonce: readNonce(value.rawExtensions), signatureAlgorithm, signature, certificates };
}

function readResponseData(basic: DerReader) {
  const data = basic.enter(derTags.sequence, 'response data');
  const explicit = data.enterOptional(constructed(0), 'version');
  if (explicit !== undefined) {
    const version = readSmallInteger(explicit, 'version') + 1;
    if (version !== 1) explicit.fail('bad-value', `The OCSP response has the unknown version ${version}, not 1.`);
    explicit.finish('version');
  }
  const responder = readResponder(data);
  const producedAt = readTime(data, 'producedAt');
  const responses: SingleOcspResponse[] = [];
  const list = data.enter(derTags.sequence, 'answers');
  while (list.hasMore) {
    if (responses.length === MAX_OCSP_ANSWERS) {
      list.fail('budget', `The OCSP response holds more than ${MAX_OCSP_ANSWERS} answers.`);
    }
    responses.push(readSingleResponse(list));
  }
  const rawExtensions = readRawExtensions(data, constructed(1));
  data.finish('response data');
  return { responder, producedAt, responses, rawExtensions };
}

function readResponder(data: DerReader): OcspResponder {
  const byName = data.enterOptional(constructed(1), 'responder');
  if (byName !== undefined) {
    const name = readName(byName);
    byName.finish('responder');
    return { kind: 'name', name };
  }
  const byKey = data.enter(constructed(2), 'responder');
  const sha1 = byKey.content(derTags.octetString, 'key hash of the responder');
  byKey.finish('responder');
  return { kind: 'key', sha1 };
}

function readSingleResponse(list: DerReader): SingleOcspResponse {
  const single = list.enter(derTags.sequence, 'answer');
  const id = single.enter(derTags.sequence, 'certificate id');
  const hashAlgorithm = readAlgorithm(id, 'hash algorithm').oid;
  const issuerNameHash = id.content(derTags.octetString, 'hash of the issuer name');
  const issuerKeyHash = id.content(derTags.octetString, 'hash of the issuer key');
  const serialNumber = readSerialNumber(id);
  id.finish('certificate id');
  const status = readStatus(single);
  const thisUpdate = readTime(single, 'thisUpdate');
  const explicit = single.enterOptional(constructed(0), 'nextUpdate');
  const nextUpdate = explicit === undefined ? undefined : readTime(explicit, 'nextUpdate');
  explicit?.finish('nextUpdate');
  const rawExtensions = readRawExtensions(single, constructed(1));
  single.finish('answer');
  const certificate = { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
  return { certificate, status, thisUpdate, nextUpdate, rawExtensions };
}

/** good [0] and unknown [2] are NULL, revoked [1] is RevokedInfo. */
function readStatus(single: DerReader): OcspCertificateStatus {
  const revoked = single.enterOptional(constructed(1), 'status');
  if (revoked !== undefined) {
    const revokedAt = readTime(revoked, 'revocationTime');
    const explicit = revoked.enterOptional(constructed(0), 'revocation reason');
    const reason = explicit === undefined ? undefined : readReason(explicit);
    explicit?.finish('revocation reason');
    revoked.finish('status');
    return { kind: 'revoked', revokedAt, reason };
  }
  const isGood = single.nextTag === primitive(0);
  const content = single.content(isGood ? primitive(0) : primitive(2), 'status');
  if (content.length > 0) single.fail('bad-length', 'The status is a NULL that is not empty.');
  return { kind: isGood ? 'good' : 'unknown' };
}

function readCertificates(basic: DerReader): readonly Uint8Array[] {
  const explicit = basic.enterOptional(constructed(0), 'certificates');
  if (explicit === undefined) return [];
  const certificates: Uint8Array[] = [];
  const list = explicit.enter(derTags.sequence, 'certificates');
  while (list.hasMore) {
    if (certificates.length === MAX_OCSP_CERTIFICATES) {
      list.fail('budget', `The OCSP response holds more than ${MAX_OCSP_CERTIFICATES} certificates.`);
    }
    certificates.push(list.element('certificate').der);
  }
  explicit.finish('certificates');
  return certificates;
}

/** RFC 9654 §2.1: an OCTET STRING inside that of the extension. Some responders leave out the inner one, which is accepted. */
function readNonce(rawExtensions: readonly RawExtension[]): Decoded<Uint8Array> {
  const found = rawExtensions.find(({ oid }) => oid === nonceExtension);
  if (found === undefined) return undefined;
  const { result } = decodeDer(found.value, 'nonce', (reader) => reader.content(derTags.octetString, 'nonce'));
  return result.ok ? result : ok(found.value);
}
