import { z } from 'zod';
import { bytes } from './bytes.ts';
import { failureSchema } from './failure.ts';
import { helloProfiles, keyPossessions, protocols } from './vocabulary.ts';

/** How the negotiated suite exchanges keys. `rsa` proves no key possession; `unknown` is a suite we do not know. */
export const keyExchangeKinds = ['tls13', 'ecdhe', 'dhe', 'rsa', 'rsa-export', 'dhe-export', 'unknown'] as const;

/** Everything the server said between our hello and the end of its first flight, beside the certificates. */
export const handshakeSchema = z.strictObject({
  protocol: z.enum(protocols),
  /** IANA code of the suite, 0x0000 to 0xFFFF. */
  cipherSuiteCode: z.int(),
  /** IANA name, or `0xNNNN` for a code without one. */
  cipherSuite: z.string(),
  /** The rung of the ladder that was answered. */
  profile: z.enum(helloProfiles),
  /** The highest version the answered hello offered. */
  offeredProtocol: z.enum(protocols),
  /** The server name really sent; null on bare rungs and for IP literals. */
  serverName: z.string().nullable(),
  keyExchange: z.strictObject({
    kind: z.enum(keyExchangeKinds),
    /** Named group (`x25519`, `secp256r1`, `ffdhe2048`, `explicit`, `0xNNNN`), null for RSA and custom DH. */
    group: z.string().nullable(),
    /** Size of the DH prime, the curve's field, or the ephemeral export RSA modulus; null for plain RSA. */
    bits: z.int().nullable(),
  }),
  /** RFC 5746: the renegotiation_info extension or its absence; null where the protocol has no such thing (TLS 1.3). */
  secureRenegotiation: z.boolean().nullable(),
  /** RFC 8446 §4.1.3: the version the server's random says it was capped to. */
  downgradeSentinel: z.enum(['TLSv1.2', 'TLSv1.1-or-lower']).nullable(),
  helloRetryRequest: z.boolean(),
  /** First four bytes of the server's random as seconds since 1970; null in TLS 1.3, where they are random by rule. */
  serverTimeSeconds: z.int().nullable(),
  /** False where the flight broke before ServerHelloDone (or the server's Finished in TLS 1.3). */
  flightComplete: z.boolean(),
  keyPossession: z.enum(keyPossessions),
  /** What was verified, or why it could not be, for instance `signature rsa_pss_rsae_sha256`. */
  keyPossessionReason: z.string(),
  /** Null: not asked for, as far as the flight was seen (see `flightComplete`). */
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
  /** Whether our answer to that was a certificate of ours; absent: there was no answer to give. */
  clientCertificateSent: z.boolean().exactOptional(),
  /** OCSP responses as received (RFC 6066, RFC 6961, RFC 8446 §4.4.2.1), with the certificate they belong to. */
  staples: z.array(z.strictObject({ certificateIndex: z.int(), response: bytes })),
  /** SignedCertificateTimestampLists as received, in ServerHello or beside a certificate (then with its index). */
  signedCertificateTimestamps: z.array(z.strictObject({ certificateIndex: z.int().nullable(), list: bytes })),
  /** Warning alerts before ServerHello, by name. */
  warningAlerts: z.array(z.string()),
  /** From the first byte sent on this connection to the end of the flight. */
  durationMs: z.number(),
});

export type Handshake = Readonly<z.infer<typeof handshakeSchema>>;

/** One connection that a rung of the ladder cost. */
export const attemptSchema = z.strictObject({
  profile: z.enum(helloProfiles),
  /** Null for the rung that was answered whole. */
  failure: failureSchema.nullable(),
});

export type Attempt = Readonly<z.infer<typeof attemptSchema>>;
