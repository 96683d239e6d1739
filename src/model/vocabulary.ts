/** The closed sets of values in the documents. Adding a value changes the schema; none is renamed or removed. */

/** Open words, see `wordSchema`: every policy has its own roles, and anyone may write a policy. */
export type PolicyId = string;
export type Role = string;

/** From where a virtual server is reached; `both` counts as external but needs a path in each of the two trust lists. */
export const accesses = ['internal', 'external', 'both'] as const;
export type Access = (typeof accesses)[number];

/** What a deployment's `trust` block is keyed by; which one a role uses is policy. An open word. */
export type TrustList = string;

/** Negotiated protocol versions, oldest first. */
export const protocols = ['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type Protocol = (typeof protocols)[number];

/**
 * The hellos of the fallback. Two are sent only to servers that found nothing to accept in others: `rare`, which offers what those
 * have no room for, and `tls12-no-groups`, which is the one of TLS 1.2 without supported_groups.
 */
export const helloProfiles = [
  'modern',
  'tls12',
  'tls12-no-groups',
  'tls10',
  'tls10-bare',
  'ssl30-bare',
  'rare',
] as const;
export type HelloProfile = (typeof helloProfiles)[number];

/** Whether the first hello is that of a modern client or the one that costs least to answer. */
export const handshakeChoices = ['modern', 'fast'] as const;
export type HandshakeChoice = (typeof handshakeChoices)[number];

export const keyPossessions = ['proven', 'not-proven', 'wrong', 'undetermined'] as const;

/** `undetermined`: visible over TLS, but not seen this time. `not-observable`: not visible over TLS. */
export const outcomes = ['pass', 'fail', 'not-applicable', 'undetermined', 'not-observable'] as const;
export type Outcome = (typeof outcomes)[number];

/** Mildest first. */
export const severities = ['info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** `waived`: would warn or fail but for waivers. */
export const verdicts = ['pass', 'warn', 'fail', 'waived', 'unreachable'] as const;
export type Verdict = (typeof verdicts)[number];

/** `site`: at the site that the endpoint is to be seen from, before anything was looked up or dialed. */
export const failureStages = ['dns', 'tcp', 'tls', 'site'] as const;
export type FailureStage = (typeof failureStages)[number];

/**
 * Why less than a whole flight was received.
 * `not-found` and `dns-error` belong to stage dns; `limit` is one of our own bounds, and its message has the figure;
 * `no-address-family` means that this machine has no address of the family of the one to dial, or that `-4` or `-6` leaves it out;
 * `starttls` (stage tls): the server spoke, and did not agree to TLS; `proxy` (stage tcp): a proxy on the way refused or failed;
 * `site-without-worker`: no worker at the endpoint's site gave a usable answer in time; `not-allowed`: the worker may not dial it;
 * `aborted` means the operator interrupted the run; `internal-error` is our own bug (exit 4).
 */
export const failureKinds = [
  'timeout',
  'refused',
  'unreachable',
  'reset',
  'closed',
  'alert',
  'not-tls',
  'protocol',
  'limit',
  'not-found',
  'dns-error',
  'socket-error',
  'no-address-family',
  'starttls',
  'proxy',
  'site-without-worker',
  'not-allowed',
  'aborted',
  'internal-error',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/**
 * Protocols that begin in plain text and change to TLS on demand (STARTTLS and its kin). `xmpp` is that of clients, `xmpp-server` that
 * between servers; `mssql` is TDS 7, which wraps the handshake in its own packets.
 */
export const startTlsProtocols = [
  'smtp',
  'lmtp',
  'pop3',
  'imap',
  'ftp',
  'ldap',
  'xmpp',
  'xmpp-server',
  'postgres',
  'mysql',
  'mssql',
  'rdp',
  'nntp',
  'sieve',
  'irc',
] as const;
export type StartTlsProtocol = (typeof startTlsProtocols)[number];

/** In place of a protocol: TLS begins at once, whatever the default is. */
export const noStartTls = 'none';

/** What certificate requests are made with: certreq of Windows, or OpenSSL. */
export const requestFormats = ['inf', 'openssl'] as const;
export type RequestFormat = (typeof requestFormats)[number];
/** Versions of the PROXY protocol, by which a load balancer tells a listener where a connection comes from. */
export const proxyProtocolVersions = ['v1', 'v2'] as const;
/** What may be chosen: `none` sends no header where one is declared for all. */
export const proxyProtocolChoices = [...proxyProtocolVersions, 'none'] as const;
export type ProxyProtocolVersion = (typeof proxyProtocolVersions)[number];
export type ProxyProtocolChoice = (typeof proxyProtocolChoices)[number];

/** The kinds of IP addresses. */
export const addressFamilies = ['IPv4', 'IPv6'] as const;
export type AddressFamily = (typeof addressFamilies)[number];

/** Restricts a hello to suites and signature algorithms that only a certificate of this key type can answer. */
export const keyTypes = ['rsa', 'ecdsa', 'eddsa', 'ml-dsa'] as const;
export type KeyType = (typeof keyTypes)[number];

/** The lowest severity that counts for the exit code. */
export const failOnLevels = ['critical', 'error', 'warning', 'never'] as const;
export type FailOn = (typeof failOnLevels)[number];

/** Whose rules compare a certificate's names with the name dialed. `schannel`: RFC 2818 with Microsoft's wildcards. */
export type NameMatcher = 'schannel' | 'mtls' | 'rfc9525' | 'isa-2004' | 'isa-2006-rtm';

/** How strictly paths are validated; each adds rules to the one before it. Policies choose one of the first two. */
export type PathProfile = 'rfc5280' | 'web-pki' | 'strict';
