import type { ProbeLimits } from './probe.ts';

/**
 * Everything the peer may make us read, record headers included. The largest honest flight is a server that sends a
 * whole CA bundle by mistake (the Mozilla store is about 200 KiB of DER) beside a CertificateRequest with every root in
 * it (16 KiB a record is where Schannel cuts, KB2464556). OpenSSL stops at 100 KiB of chain, Go at 256 KiB.
 */
const maxFlightBytes = 0x80000;

/** The Mozilla store sent whole has about 150; RFC 5280 gives no bound. */
const maxCertificates = 256;

/** The largest in Certificate Transparency logs, with thousands of names, are near 100 KiB. */
const maxCertificateBytes = 0x20000;

/** A flight has at most eight messages; the rest is room for HelloRequests. */
const maxMessages = 32;

/** A 16 KiB flight sent one byte a record; a busy one of 512 KiB in records of 64 bytes is still within. */
const maxRecords = 0x4000;

/** The bounds that hold unless `ProbeOptions.limits` says otherwise. */
export const defaultLimits: ProbeLimits = {
  maxFlightBytes,
  maxCertificates,
  maxCertificateBytes,
  maxMessages,
  maxRecords,
};

/**
 * Records that bring nothing: empty ones, warning alerts, ChangeCipherSpec of middlebox compatibility, HelloRequests.
 * OpenSSL gives up after 32 empty records and 5 warning alerts, Go after 16 useless records.
 */
export const maxUselessRecords = 32;

/** RFC 8446 §5.1: the content of a record. RFC 8446 §5.2 and RFC 5246 §6.2.3 allow this much more once it is encrypted. */
export const maxPlaintextBytes = 0x4000;
export const maxExpansionTls13 = 0x100;
export const maxExpansionTls12 = 0x800;

/** A cookie may be 65,535 bytes, but then no ClientHello has room for the rest; real ones stay below 1 KiB. */
export const maxCookieBytes = 0x2000;

/** How much of a greeting that is not TLS is waited for and quoted. */
export const maxBannerBytes = 64;
