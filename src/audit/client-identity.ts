import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

import { decodeText } from '../model/decode-text.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { ClientIdentity } from '../tls/client-identity.ts';
import { decodeCertificates } from '../x509/decode-certificates.ts';
import { isPkcs12 } from '../x509/decode-pkcs7.ts';

/** Content of the files that hold a client's certificate and key. */
export interface ClientFiles {
  /** PEM, DER or PKCS #7; the client's own certificate first. Undefined: the file could not be read, so only the key is checked. */
  readonly certificate: Uint8Array | undefined;
  /** PEM or DER: PKCS #8, PKCS #1 or SEC 1, encrypted or not. Undefined: the file could not be read. */
  readonly key: Uint8Array | undefined;
  /** Of the key; ignored if the key is not encrypted. */
  readonly passphrase: string | undefined;
}

/** What is wrong with one of the files. */
export interface ClientFileProblem {
  readonly file: 'certificate' | 'key';
  /** `locked`: the key is encrypted, and there was no passphrase. */
  readonly kind: 'unreadable' | 'locked' | 'mismatch';
  /** A clause that quotes neither key nor passphrase. */
  readonly message: string;
}

/** By default servers accept no longer certificate list (OpenSSL's SSL_MAX_CERT_LIST_DEFAULT, 100 KiB). */
const maxChainBytes = 102_400;

/** Reads a client's certificate and key and checks that they belong together. An error lists all problems. */
export function readClientIdentity(files: ClientFiles): Result<ClientIdentity, readonly ClientFileProblem[]> {
  const chain = files.certificate && readChain(files.certificate);
  const key = files.key && readKey(files.key, files.passphrase);
  const problems: readonly ClientFileProblem[] = [
    ...(chain?.ok === false ? [{ file: 'certificate', kind: 'unreadable', message: chain.error } as const] : []),
    ...(key?.ok === false ? [{ file: 'key', ...key.error } as const] : []),
  ];
  if (!chain?.ok || !key?.ok) return err(problems);
  const [own = -1] = chain.value.flatMap(({ fits }, index) => (fits(key.value) ? [index] : []));
  if (own !== 0) return err([{ file: 'key', kind: 'mismatch', message: describeMismatch(own) }]);
  return ok({ chain: chain.value.map(({ der }) => der), key: key.value });
}

interface ClientCertificate {
  readonly der: Uint8Array;
  readonly fits: (key: KeyObject) => boolean;
}

function readChain(bytes: Uint8Array): Result<readonly ClientCertificate[], string> {
  const entries = decodeCertificates(bytes);
  if (!entries.ok) return err(`contains no certificate: ${entries.error.message}`);
  const certificates: ClientCertificate[] = [];
  for (const { der, entry } of entries.value) {
    try {
      const certificate = new X509Certificate(der);
      certificates.push({ der, fits: (key) => certificate.checkPrivateKey(key) });
    } catch {
      return err(`contains something other than a certificate at position ${entry}`);
    }
  }
  const length = entries.value.reduce((sum, { der }) => sum + der.length, 0);
  if (length > maxChainBytes)
    return err(`contains ${length} bytes of certificates; servers accept at most ${maxChainBytes}`);
  return ok(certificates);
}

/** OpenSSL's own message about an unreadable key is not repeated, because it might quote the key. */
function readKey(bytes: Uint8Array, passphrase: string | undefined): Result<KeyObject, KeyProblem> {
  const text = decodeText(bytes);
  const isPem = text.includes('-----BEGIN ');
  const secret = passphrase === undefined ? {} : { passphrase };
  const key = isPem ? text : Buffer.from(bytes);
  const forms = isPem
    ? [{ key, format: 'pem', ...secret } as const]
    : (['pkcs8', 'pkcs1', 'sec1'] as const).map((type) => ({ key, format: 'der', type, ...secret }) as const);
  let isLocked = false;
  for (const form of forms) {
    try {
      const read = createPrivateKey(form);
      return signers.includes(read.asymmetricKeyType ?? '') ? ok(read) : unreadable('contains a key that cannot sign');
    } catch (error) {
      isLocked ||= passphrase === undefined && missingPassphrase.includes((error as NodeJS.ErrnoException).code ?? '');
    }
  }
  if (isLocked) return err({ kind: 'locked', message: 'is encrypted, and no passphrase was given' });
  if (!isPem && isPkcs12(bytes)) {
    return unreadable('is a PKCS #12 file (.pfx, .p12); extract the key with `openssl pkcs12 -in FILE -out key.pem`');
  }
  const nothing = 'contains no readable private key in PEM or DER';
  return unreadable(passphrase === undefined ? nothing : `${nothing}, or the passphrase is wrong`);
}

/** Codes of `node:crypto` for a missing passphrase, for DER and for PEM. */
const missingPassphrase: readonly string[] = ['ERR_MISSING_PASSPHRASE', 'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED'];

type KeyProblem = Omit<ClientFileProblem, 'file'>;

function unreadable(message: string): Result<never, KeyProblem> {
  return err({ kind: 'unreadable', message });
}

const signers: readonly string[] = ['rsa', 'rsa-pss', 'dsa', 'ec', 'ed25519', 'ed448'];

function describeMismatch(own: number): string {
  if (own < 0) return 'is not the key of the client certificate';
  return `is the key of certificate ${own + 1} in the file; put the client's own certificate first`;
}
