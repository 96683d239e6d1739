import { err, ok, type Result } from '../model/result.ts';
import { decodeCertificate, MAX_CERTIFICATE_BYTES } from './decode-certificate.ts';
import { decodeDer, type DerReader } from './der/der-reader.ts';
import { constructed, derTags } from './der/der-tags.ts';
import { readSmallInteger, readWholeBytes } from './der/der-values.ts';
import { readAlgorithm } from './der/read-algorithm.ts';
import { writeElement } from './der/write-der.ts';
import { readPublicKey } from './keys/read-public-key.ts';
import { verifySignature } from './keys/verify-signature.ts';

/**
 * Reads a certification request (PKCS #10, RFC 2986) as the certificate that a CA would make of it if it copied subject, key and extensions:
 * DER that `decodeCertificate` reads, of version 3. What only a CA decides is empty: issuer, serial number, validity (1970) and signature.
 * The error is a sentence; a request whose signature is wrong is one.
 */
export async function readRequest(der: Uint8Array): Promise<Result<Uint8Array, string>> {
  if (der.length > MAX_CERTIFICATE_BYTES) return err(`The request has more than ${MAX_CERTIFICATE_BYTES} bytes.`);
  const frame = decodeDer(der, 'request', readFrame).result;
  if (!frame.ok) return err(`The request cannot be decoded: ${frame.error.message}`);
  const { signed, subject, publicKey, signatureAlgorithm, signature } = frame.value;
  const isSigned = verifySignature({ signed, signatureAlgorithm, signature, publicKey });
  if (isSigned.ok && !isSigned.value) {
    return err(
      'The signature of the request does not verify: the request was changed, or it was signed with a different key.',
    );
  }
  if (!isSigned.ok && isSigned.error.kind !== 'unsupported') {
    return err(`The signature of the request cannot be verified: ${isSigned.error.message}`);
  }
  const extensions = await readExtensions(der);
  if (!extensions.ok) return extensions;
  const draft = writeDraft({ subject, spki: publicKey.spki, extensions: extensions.value });
  const decoded = decodeCertificate(draft);
  return decoded.ok ? ok(draft) : err(`The request cannot be decoded: ${decoded.error.message}`);
}

function readFrame(reader: DerReader) {
  const request = reader.enter(derTags.sequence, 'request');
  const start = request.offset;
  const info = request.enter(derTags.sequence, 'request info');
  readSmallInteger(info, 'version');
  const subject = info.element('subject').der;
  const publicKey = readPublicKey(info);
  if (info.hasMore) info.content(constructed(0), 'attributes');
  info.finish('request info');
  const signed = request.since(start);
  const signatureAlgorithm = readAlgorithm(request, 'signature algorithm');
  const signature = readWholeBytes(request, 'signature');
  request.finish('request');
  return { signed, subject, publicKey, signatureAlgorithm, signature };
}

/** PKCS #9 extensionRequest (RFC 2985 §5.4.2), and szOID_CERT_EXTENSIONS of Windows 2000 and XP. */
const extensionAttributes: readonly string[] = ['1.2.840.113549.1.9.14', '1.3.6.1.4.1.311.2.1.14'];

/** DER of the Extensions that the request asks for; undefined: none. */
async function readExtensions(der: Uint8Array): Promise<Result<Uint8Array | undefined, string>> {
  // Imported late: nothing else on the way to a report needs the package.
  const { x509 } = await import('./x509-package.ts');
  try {
    const { attributes } = new x509.Pkcs10CertificateRequest(new Uint8Array(der));
    const values = extensionAttributes.flatMap((wanted) =>
      attributes.filter(({ type }) => type === wanted).flatMap((attribute) => attribute.values),
    );
    return ok(values[0] === undefined ? undefined : new Uint8Array(values[0]));
  } catch (error) {
    return err(`The attributes of the request cannot be decoded: ${error instanceof Error ? error.message : error}.`);
  }
}

function writeDraft(request: {
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly extensions: Uint8Array | undefined;
}): Uint8Array {
  const integer = (value: number) => writeElement(derTags.integer, Uint8Array.of(value));
  const algorithm = writeElement(derTags.sequence, sha256WithRsa);
  const epoch = writeElement(derTags.utcTime, Buffer.from('700101000000Z'));
  const { subject, spki, extensions } = request;
  const tbs = writeElement(
    derTags.sequence,
    writeElement(constructed(0), integer(2)),
    integer(0),
    algorithm,
    writeElement(derTags.sequence),
    writeElement(derTags.sequence, epoch, epoch),
    subject,
    spki,
    ...(extensions === undefined ? [] : [writeElement(constructed(3), extensions)]),
  );
  return writeElement(derTags.sequence, tbs, algorithm, writeElement(derTags.bitString, Uint8Array.of(0)));
}

/** 1.2.840.113549.1.1.11 without parameters; a place to fill, it signs nothing. */
const sha256WithRsa = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b);
