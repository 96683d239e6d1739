import { concatenate } from '../bytes/byte-writer.ts';
import type { CipherSuite } from '../tables/cipher-suites.ts';
import type { HandshakeState } from '../handshake-state.ts';
import type { KeyProof } from '../probe.ts';
import type { ServerHello } from '../messages/server-hello.ts';
import type { ServerKeyExchange } from '../messages/server-key-exchange.ts';
import { offeredSchemes, type SchemeKey, signatureScheme, signatureSchemeName } from '../tables/signature-schemes.ts';

/**
 * The proof in a signed ServerKeyExchange: a signature over both randoms and the parameters as received. In TLS 1.2 the
 * scheme must be one that was offered, and must fit the suite (RFC 5246 §7.4.3). Before, RSA signs the MD5 and SHA-1 hashes
 * together, without DigestInfo, and DSA and ECDSA sign SHA-1 (RFC 4346 §7.4.3, RFC 4492 §5.4).
 */
export function exchangeProof(
  { hello, options }: HandshakeState,
  serverHello: ServerHello,
  suite: CipherSuite,
  { parameters, schemeCode, signature }: ServerKeyExchange,
): KeyProof {
  const signer = suite.signer ?? 'rsa';
  const signed = concatenate([hello.random, serverHello.random, parameters]);
  if (schemeCode === undefined) {
    return { kind: 'signature', scheme: { name: schemesBeforeTls12[signer], code: undefined }, signed, signature };
  }
  const invalid = (why: string): KeyProof => ({
    kind: 'invalid',
    message: `ServerKeyExchange is signed with ${signatureSchemeName(schemeCode)}, ${why}.`,
  });
  const scheme = signatureScheme(schemeCode);
  if (scheme === undefined || !isOffered(schemeCode, options)) return invalid('which the hello did not offer');
  if (!signers[signer].includes(scheme.key)) return invalid(`which does not fit ${suite.name}`);
  return { kind: 'signature', scheme: { name: scheme.name, code: schemeCode }, signed, signature };
}

/** Hellos without signature_algorithms, which imply SHA-1 (RFC 5246 §7.4.1.4.1), do not offer TLS 1.2. */
function isOffered(code: number, { keyType }: HandshakeState['options']): boolean {
  return offeredSchemes(keyType).includes(code);
}

const schemesBeforeTls12 = { rsa: 'rsa_md5_sha1', dsa: 'dsa_sha1', ecdsa: 'ecdsa_sha1' } as const;

/** RFC 8446 §4.2.3 lets PSS sign in TLS 1.2; RFC 8422 §5.10 puts EdDSA under the ECDSA suites. */
const signers: Readonly<Record<'rsa' | 'dsa' | 'ecdsa', readonly SchemeKey[]>> = {
  rsa: ['rsa', 'rsa-pss'],
  dsa: ['dsa'],
  ecdsa: ['ecdsa', 'eddsa'],
};
