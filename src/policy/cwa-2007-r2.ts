import { cwaRoles } from './cwa-2007-r2-roles.ts';
import { always, type Policy } from './policy.ts';

/**
 * Communicator Web Access of Office Communications Server 2007 R2, as "Preparing Certificates for Communicator Web
 * Access" (TechNet cc751683) demands it, with a baseline for what that page does not mention.
 */
export const cwa2007R2: Policy = {
  id: 'cwa-2007-r2',
  title: 'Communicator Web Access, Office Communications Server 2007 R2',
  notices: [
    'The specification of policy cwa-2007-r2, "Preparing Certificates for Communicator Web Access", is preliminary documentation and subject to change.',
  ],
  roles: cwaRoles,
  severities: {
    'name-match': always('critical'),
    'subject-name': always('error'),
    'subject-name-ambiguous': always('warning'),
    'subject-alternative-names': always('error'),
    'certificate-version': always('error'),
    'extended-key-usage': always('error'),
    'extended-key-usage-excess': always('warning'),
    'key-usage': always('error'),
    'key-usage-excess': always('warning'),
    'web-server-template': always('warning'),
    'exportable-key': always(null),
    'chain-trust': always('critical'),
    'public-trust': always('error'),
    'chain-download': always('warning'),
    'validity-period': always('critical'),
    'expiry-margin': always('warning'),
    'certificate-lifetime': always('warning'),
    'chain-completeness': always('error'),
    // TLS 1.3 lets certificates come in any order (RFC 8446 §4.4.2), TLS 1.2 does not (RFC 5246 §7.4.2).
    'chain-order': [{ severity: 'info', protocol: 'TLSv1.3' }, { severity: 'warning' }],
    'unneeded-certificates': [{ severity: 'warning', fault: 'expired' }, { severity: 'info' }],
    'issuer-outlived': always('warning'),
    'key-identifier-mismatch': always('warning'),
    'signature-algorithm': always('error'),
    'signature-algorithm-deprecated': always('warning'),
    'key-strength': always('error'),
    'key-strength-margin': always('warning'),
    'known-weak-key': always('error'),
    // Field reports: wildcards break parts of CWA in a browser, and "clearly did not function" between servers.
    'wildcard-name': [{ severity: 'error', roles: ['mtls'] }, { severity: 'warning' }],
    'internal-name': always('warning'),
    'revocation-pointers': always('warning'),
    'revocation-status': always('error'),
    'certificate-encoding': always('warning'),
    'certificate-profile': always('warning'),
    'issuer-purposes': always('warning'),
    // A default Windows Server 2003 has nothing newer than TLS 1.0, which is acceptable only inside.
    'protocol-version': [{ severity: 'info', access: 'internal' }, { severity: 'warning' }],
    'key-exchange-strength': always('warning'),
    'secure-renegotiation': always('warning'),
    // Whoever replays another's chain stops before the proof of its key.
    handshake: [{ severity: 'critical', fault: 'ended-before-proof' }, { severity: 'error' }],
    'handshake-conformance': always('warning'),
    'hello-tolerance': always('warning'),
    'key-possession': always('critical'),
    'protocol-downgrade': always('warning'),
    'default-certificate': always('warning'),
    'clock-skew': always('info'),
    'certificate-transparency': always('warning'),
    'client-certificate-request': always('error'),
    'load-balancer-decryption': always('error'),
    'interface-certificates': always('error'),
    'array-consistency': always('warning'),
    'alias-addresses': always('warning'),
    'single-certificate': always('warning'),
    'mtls-coverage': always('warning'),
    'shared-key': always('warning'),
    'shared-prime': always('critical'),
  },
  thresholds: {
    // A month to order, approve and install by hand; the built-in template itself renews six weeks ahead.
    expiryMarginDays: 30,
    // KB2661254 (October 2012): every Windows blocks RSA keys below 1024 bits.
    minimumRsaBits: 1024,
    // The smallest curve Schannel knows (ECDH_P256).
    minimumEcBits: 256,
    // "2048 or more recommended": environmental requirements of the successors, and NIST SP 800-131A.
    recommendedRsaBits: 2048,
    recommendedEcBits: 256,
    // MD5 keeps services of this family from starting, RSASSA-PSS makes sign-in fail (Skype for Business requirements).
    forbiddenSignatureAlgorithms: ['md2', 'md4', 'md5', 'rsassa-pss'],
    deprecatedSignatureAlgorithms: ['sha1'],
    // TLS 1.2: RFC 8996 deprecates what is older.
    minimumProtocolIndex: 3,
    // KB3061518 (May 2015): Windows clients refuse DHE primes below 1024 bits.
    minimumDhBits: 1024,
    // 112 bits of security: NIST SP 800-57 part 1, table 2.
    minimumEcdheBits: 224,
    // Five minutes: the tolerance of Kerberos in a Windows domain (RFC 4120 §5.5.1 and the default domain policy).
    clockSkewSeconds: 300,
    // A day: enough to detect a wrong time zone; random bytes fall within it once in 25,000 handshakes.
    plausibleClockSkewSeconds: 86_400,
    // Schannel cuts the list of trusted issuers off at 12,228 bytes (Server 2003) and 16,384 (2008): KB2464556, KB933430.
    certificateAuthoritiesMarginBytes: 12_228,
    maximumCertificateAuthoritiesBytes: 16_384,
    // CA/B Forum Baseline Requirements §1.6.1, "Short-lived Subscriber Certificate", from 15 March 2026 on.
    shortLivedDays: 7,
    // No certificate has to be private unless the operator demands it.
    rolesNeverPubliclyTrusted: [],
    // If no responder can be reached, the check does not fail, as in browsers; an outdated CRL stops Windows clients that check.
    revocationFailures: ['defective', 'unknown'],
    // AD CS publishes a CRL a tenth of its lifetime, at most 12 hours, before the old one runs out (CRLOverlapPeriod).
    revocationMarginHours: 12,
  },
  pathProfile: 'rfc5280',
};
