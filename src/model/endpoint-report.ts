import { z } from 'zod';
import { instant, sha256 } from './bytes.ts';
import { causeSchema } from './cause.ts';
import { failureSchema } from './failure.ts';
import { findingSchema } from './finding.ts';
import {
  helloProfiles,
  keyPossessions,
  keyTypes,
  protocols,
  proxyProtocolVersions,
  startTlsProtocols,
  verdicts,
} from './vocabulary.ts';
import { wordSchema } from './word.ts';

/** A certificate as reports show it. Names are RFC 4514, serials lower-case hex. */
const certificateSummarySchema = z.object({
  sha256,
  der: z.base64(),
  subject: z.string(),
  issuer: z.string(),
  serialNumber: z.string(),
  /** Of its SubjectPublicKeyInfo: equal for certificates of one key. Absent: an older report. */
  publicKeySha256: sha256.exactOptional(),
  notBefore: instant,
  notAfter: instant,
  /** Null: no subject alternative name extension, or it cannot be decoded (then `certificate-encoding` says so). */
  dnsNames: z.array(z.string()).nullable(),
  /** Null: extension absent. */
  keyUsage: z.array(z.string()).nullable(),
  /** Dotted OIDs; null: extension absent. */
  extendedKeyUsage: z.array(z.string()).nullable(),
});
export type CertificateSummary = Readonly<z.infer<typeof certificateSummarySchema>>;

/** A certificate that cannot be decoded at all. */
const undecodableCertificateSchema = z.object({ sha256, der: z.base64(), error: z.string() });

/** A path certificate that was not presented. `from`: `store:NAME` or `aia:URL`. */
const issuerSummarySchema = certificateSummarySchema.extend({ from: z.string() });

const timestampCount = z.int().min(0).nullable();

/** The best path to one store, or the most specific reason why there is none: exactly one of the two is null. */
const trustSummarySchema = z.object({
  store: z.string(),
  path: z.array(sha256).nullable(),
  error: z.object({ kind: z.string(), message: z.string() }).nullable(),
});
export type TrustSummary = Readonly<z.infer<typeof trustSummarySchema>>;

/** One endpoint, judged. `verify` leaves address, port, handshake and failure null. */
export const endpointReportSchema = z.object({
  id: z.string(),
  deployment: z.string().nullable(),
  virtualServer: z.string().nullable(),
  server: z.string().nullable(),
  policy: wordSchema,
  role: wordSchema,
  observedAt: instant,
  host: z.string(),
  /** The range that the address was taken from; absent: the host was named itself. */
  range: z.string().exactOptional(),
  port: z.int().nullable(),
  address: z.string().nullable(),
  /** URL of the proxy through which it was dialed, without password. Without an address the proxy resolved the name. Absent: directly. */
  proxy: z.string().exactOptional(),
  /** The version of the PROXY protocol header that was sent first; absent: none. */
  proxyProtocol: z.enum(proxyProtocolVersions).exactOptional(),
  /** The name sent; null only when no SNI was sent. */
  serverName: z.string().nullable(),
  /** The protocol that is spoken in plain text before TLS. Absent: the server begins with TLS. */
  startTls: z.enum(startTlsProtocols).exactOptional(),
  /** The domain that an XMPP server was asked for (`to`), if it is not `host`. */
  xmppTo: z.string().exactOptional(),
  /** The site that it is to be seen from. Absent: none is declared. */
  site: wordSchema.exactOptional(),
  /** The site whose worker dialed it. Absent: whoever scanned. */
  seenFrom: wordSchema.exactOptional(),
  verdict: z.enum(verdicts),
  failure: failureSchema.nullable(),
  /** How often the endpoint was tried again. Absent: never. */
  retries: z.int().min(1).exactOptional(),
  handshake: z
    .object({
      protocol: z.enum(protocols),
      cipherSuite: z.string(),
      profile: z.enum(helloProfiles),
      /** Kind, named group (null: none, or a prime of the server's own) and size in bits. Absent: an older report. */
      keyExchange: z
        .object({ kind: z.string(), group: z.string().nullable(), bits: z.int().nullable() })
        .exactOptional(),
      /**
       * Whether the server takes a key exchange that combines ML-KEM with a curve, or ML-KEM alone. Null: not known, because
       * it took another group of TLS 1.3, or was offered none of these. Absent: an older report.
       */
      postQuantum: z.boolean().nullable().exactOptional(),
      /** What the server chose by ALPN; null: none of those offered. Absent: none was offered. */
      applicationProtocol: z.string().nullable().exactOptional(),
      /** The key type of the only certificates that this hello asked for (`--key-types all`); absent: any. */
      keyType: z.enum(keyTypes).exactOptional(),
      /** Key types of further certificates that the server has for other clients; absent: it was not asked. */
      otherKeyTypes: z.array(z.enum(keyTypes)).exactOptional(),
      keyPossession: z.enum(keyPossessions),
      /** Whether our client certificate was sent when the server requested one; absent: the exchange did not get that far. */
      clientCertificateSent: z.boolean().exactOptional(),
      /** Warning alerts in the handshake, by name (`unrecognized_name`). Absent: none. */
      warningAlerts: z.array(z.string()).exactOptional(),
      durationMs: z.number(),
    })
    .nullable(),
  withoutServerName: z.union([z.object({ sha256 }), z.object({ failure: failureSchema })]).nullable(),
  /** The answer to a server name that the server does not have (`--sni-probe`); absent: not asked. */
  withWrongServerName: z
    .union([z.object({ serverName: z.string(), sha256 }), z.object({ serverName: z.string(), failure: failureSchema })])
    .exactOptional(),
  /** As presented, in wire order. */
  chain: z.array(z.union([certificateSummarySchema, undecodableCertificateSchema])),
  trust: z.array(trustSummarySchema),
  issuers: z.array(issuerSummarySchema),
  /** Null: no leaf to judge. */
  publiclyTrusted: z.boolean().nullable(),
  /**
   * Certificate transparency: number of timestamps of the leaf (RFC 6962) by source; their signatures are not verified.
   * Null: not looked for, or unreadable. Absent: there is no leaf.
   */
  signedCertificateTimestamps: z
    .object({ certificate: timestampCount, handshake: timestampCount, ocsp: timestampCount })
    .exactOptional(),
  /** The causes that show on this endpoint, worst first. */
  causes: z.array(causeSchema),
  findings: z.array(findingSchema),
});

export type EndpointReport = Readonly<z.infer<typeof endpointReportSchema>>;
