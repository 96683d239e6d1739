import type { ProbeLimits } from './probe.ts';

/**
 * Bytes read of one flight, record headers included. The largest honest flight has a whole CA bundle sent by mistake (the
 * Mozilla store is about 200 KiB of DER) and a CertificateRequest that names every root (Schannel cuts that list at 16 KiB,
 * KB2464556). OpenSSL stops at 100 KiB of chain, Go at 256 KiB.
 */
const maxFlightBytes = 0x80000;

/** The whole Mozilla store has about 150; RFC 5280 gives no bound. */
const maxCertificates = 256;

/** The largest in Certificate Transparency logs, with thousands of names, are near 100 KiB. */
const maxCertificateBytes = 0x20000;

/** A flight has at most eight messages; the rest is room for HelloRequests. */
const maxMessages = 32;

/** Enough for a 16 KiB flight in records of one byte, and for one of 512 KiB in records of 64 bytes. */
const maxRecords = 0x4000;

/** The bounds, unless `ProbeOptions.limits` has others. */
export const defaultLimits: ProbeLimits = {
  maxFlightBytes,
  maxCertificates,
  maxCertificateBytes,
  maxMessages,
  maxRecords,
};

/**
 * Records and messages that bring nothing: empty records, warning alerts, ChangeCipherSpec of middlebox compatibility,
 * HelloRequests. OpenSSL gives up after 32 empty records and 5 warning alerts, Go after 16 useless records.
 */
export const maxUselessRecords = 32;

/** RFC 8446 §5.1: the content of a record; and how much encryption may add (RFC 8446 §5.2, RFC 5246 §6.2.3). */
export const maxPlaintextBytes = 0x4000;
export const maxExpansionTls13 = 0x100;
export const maxExpansionTls12 = 0x800;

/** RFC 8446 §4.2.2 allows 65,535 bytes, which would leave no room for the other extensions; real cookies are below 1 KiB. */
export const maxCookieBytes = 0x2000;

/** Violations of the protocol that are kept; nobody reads more of one flight. */
export const maxViolations = 16;

/** How many bytes of a banner are waited for and quoted. */
export const maxBannerBytes = 64;
