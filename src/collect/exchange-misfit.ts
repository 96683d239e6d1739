import type { ProbeKeyExchange, ProbeResult } from '../tls/probe.ts';
import type { PublicKey } from '../x509/certificate.ts';

/**
 * Why the holder of this key cannot take part in an unsigned key exchange, as a clause; undefined: it can, or it is not known. Whoever
 * replays a certificate would else choose an exchange that leaves no proof, although the certificate is for another one.
 */
export function exchangeMisfit(
  { keyExchange: { kind }, serverHello }: Pick<ProbeResult, 'keyExchange' | 'serverHello'>,
  key: PublicKey | undefined,
): string | undefined {
  const fitting = keysOf[kind];
  if (key === undefined || key.kind === 'unknown' || fitting === undefined) return undefined;
  const suite = serverHello?.cipherSuite ?? '';
  if (!fitting.includes(key.kind)) return `the key exchange of ${suite} does not fit a key of kind ${key.kind}`;
  const most = kind === 'rsa-export' ? maxExportBits(suite) : Number.POSITIVE_INFINITY;
  if ((key.bits ?? 0) <= most) return undefined;
  return `${suite} with a key of more than ${most} bits needs a signed ServerKeyExchange, which the server left out`;
}

/** RFC 5246 §7.4.2. A key under RSASSA-PSS only signs (RFC 4055 §1.2); keys for DH are of no kind that is read here. */
const keysOf: Readonly<Partial<Record<ProbeKeyExchange, readonly PublicKey['kind'][]>>> = {
  rsa: ['rsa'],
  'rsa-export': ['rsa'],
  'rsa-psk': ['rsa'],
  ecdh: ['ec'],
  dh: [],
};

/** The longest key that may encrypt by itself (RFC 2246 §7.4.3; EXPORT1024: draft-ietf-tls-56-bit-ciphersuites). */
function maxExportBits(suite: string): number {
  return suite.includes('EXPORT1024') ? 1024 : 512;
}
