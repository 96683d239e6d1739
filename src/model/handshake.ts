import { z } from 'zod';
import { bytes } from './bytes.ts';
import { failureSchema } from './failure.ts';
import { helloProfiles, keyPossessions, keyTypes, protocols, startTlsProtocols } from './vocabulary.ts';

/**
 * How the negotiated suite exchanges keys. `rsa`, `rsa-psk`, and the static `ecdh` and `dh` prove no key possession; `unknown`
 * is a suite we do not know.
 */
const keyExchangeKinds = [
  'tls13',
  'ecdhe',
  'dhe',
  'rsa',
  'rsa-export',
  'dhe-export',
  'ecdh',
  'dh',
  'rsa-psk',
  'srp',
  'unknown',
] as const;

const violationSchema = z.strictObject({
  /** The rule: `RFC 8446 §4.2`. */
  rule: z.string(),
  /** What was seen: a whole sentence. */
  message: z.string(),
});

/** Everything the server sent between our hello and the end of its first flight, except the certificates. */
export const handshakeSchema = z.strictObject({
  protocol: z.enum(protocols),
  /** IANA code of the suite, 0x0000 to 0xFFFF. */
  cipherSuiteCode: z.int(),
  /** IANA name, or `0xNNNN` for a code without one. */
  cipherSuite: z.string(),
  /** The hello that was answered. */
  profile: z.enum(helloProfiles),
  /** The highest version the answered hello offered. */
  offeredProtocol: z.enum(protocols),
  /** The server name that was sent; null for hellos without extensions and for IP literals. */
  serverName: z.string().nullable(),
  keyExchange: z.strictObject({
    kind: z.enum(keyExchangeKinds),
    /** Named group (`x25519`, `secp256r1`, `ffdhe2048`, `explicit`, `0xNNNN`), null for RSA and custom DH. */
    group: z.string().nullable(),
    /** Size of the DH prime, the curve's field, or the ephemeral export RSA modulus; null for plain RSA. */
    bits: z.int().nullable(),
  }),
  /** Whether the server sent renegotiation_info (RFC 5746); null in TLS 1.3, which has no renegotiation. */
  secureRenegotiation: z.boolean().nullable(),
  /** RFC 8446 §4.1.3: the highest version negotiated, according to the end of the server's random. */
  downgradeSentinel: z.enum(['TLSv1.2', 'TLSv1.1-or-lower']).nullable(),
  helloRetryRequest: z.boolean(),
  /** First four bytes of the server's random as seconds since 1970; null in TLS 1.3, where they must be random. */
  serverTimeSeconds: z.int().nullable(),
  /** False if the flight ended before ServerHelloDone (in TLS 1.3, before the server's Finished). */
  flightComplete: z.boolean(),
  keyPossession: z.enum(keyPossessions),
  /** What was verified, or why it could not be, for instance `signature rsa_pss_rsae_sha256`. */
  keyPossessionReason: z.string(),
  /** Verifying the proof would have cost more than the limit. Absent in observations of earlier versions, and if not. */
  keyPossessionOverLimit: z.literal(true).exactOptional(),
  /** Null: not requested in the part of the flight that was received (see `flightComplete`). */
  certificateRequest: z
    .strictObject({
      /** ClientCertificateType codes; empty in TLS 1.3. */
      certificateTypes: z.array(z.int()),
      /** SignatureScheme codes; empty before TLS 1.2. */
      signatureSchemes: z.array(z.int()),
      /** DER of each DistinguishedName, in wire order. */
      authorities: z.array(bytes),
      /** Length of the list of names on the wire, its own length fields included. */
      authoritiesBytes: z.int(),
    })
    .nullable(),
  /** What the server chose by ALPN; null: none of those offered, or it refused them and was asked without. Absent: none was offered, or no answer was seen. */
  applicationProtocol: z.string().nullable().exactOptional(),
  /** Key types of further certificates that the server has for other clients; absent: it was not asked. */
  otherKeyTypes: z.array(z.enum(keyTypes)).exactOptional(),
  /** Whether our client certificate was sent in reply; absent: the exchange did not get that far. */
  clientCertificateSent: z.boolean().exactOptional(),
  /** OCSP responses as received (RFC 6066, RFC 6961, RFC 8446 §4.4.2.1), with the certificate they belong to. */
  staples: z.array(z.strictObject({ certificateIndex: z.int(), response: bytes })),
  /** SignedCertificateTimestampLists as received, in ServerHello or beside a certificate (then with its index). */
  signedCertificateTimestamps: z.array(z.strictObject({ certificateIndex: z.int().nullable(), list: bytes })),
  /** Warning alerts in the handshake, by name. */
  warningAlerts: z.array(z.string()),
  /** Rules of the protocol that the server broke without making the rest unreadable, in wire order. Absent: none. */
  violations: z.array(violationSchema).exactOptional(),
  /** What came before TLS, if the connection began in plain text. Absent: it began with TLS. */
  startTls: z
    .strictObject({
      protocol: z.enum(startTlsProtocols),
      /** The first bytes that came in plain text after the server agreed to TLS, and were not read as TLS. Absent: none. */
      injected: bytes.exactOptional(),
    })
    .exactOptional(),
  /** From the first byte sent on this connection to the end of the flight. */
  durationMs: z.number(),
});

export type Handshake = Readonly<z.infer<typeof handshakeSchema>>;

/** One connection, made with one hello of the fallback. */
export const attemptSchema = z.strictObject({
  profile: z.enum(helloProfiles),
  /** Null: the hello was answered in full. */
  failure: failureSchema.nullable(),
  /** Name of the fatal alert if the server refused with one (`handshake_failure`); absent: it did not. */
  alert: z.string().exactOptional(),
  /** Length of the ClientHello message, its header included; absent: nothing was sent. */
  helloBytes: z.int().exactOptional(),
});

export type Attempt = Readonly<z.infer<typeof attemptSchema>>;
