import { clientAuth, serverAuth } from '../model/extended-key-usages.ts';
import { always, type Policy } from './policy.ts';

/** Any TLS server, by today's rules for the web: name, trust, usages and a baseline. */
export const tlsServer: Policy = {
  id: 'tls-server',
  title: 'TLS server',
  notices: [],
  roles: {
    server: {
      title: 'Server',
      dialed: 'the host and port given',
      nameMatcher: 'rfc9525',
      subject: undefined,
      dnsNames: [],
      trust: undefined,
      extendedKeyUsage: {
        required: serverAuth,
        absent: 'pass',
        // Until 2026 most public certificates had clientAuth beside serverAuth.
        allowed: [clientAuth],
      },
      keyUsage: {
        required: 'negotiated',
        absent: 'pass',
        // RFC 8446 §4.4.2.2, RFC 5246 §7.4.2: what the exchanges of TLS can use.
        allowed: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
        needsRsa: false,
      },
      wildcard: 'allowed',
      asksForClientCertificate: false,
      clientsInstallChain: false,
      citation: 'RFC 9525, RFC 5280, CA/B Forum Baseline Requirements',
    },
  },
  // Not part of this policy: subject and SAN lists, template, export, client certificates, wildcards.
  severities: {
    'name-match': always('critical'),
    'certificate-version': always('error'),
    'extended-key-usage': always('error'),
    'extended-key-usage-excess': always('warning'),
    'key-usage': always('error'),
    'key-usage-excess': always('warning'),
    'chain-trust': always('critical'),
    'public-trust': always('error'),
    'validity-period': always('critical'),
    'expiry-margin': always('warning'),
    'certificate-lifetime': always('warning'),
    'chain-completeness': always('error'),
    'chain-order': [{ severity: 'info', protocol: 'TLSv1.3' }, { severity: 'warning' }],
    'unneeded-certificates': [{ severity: 'warning', fault: 'expired' }, { severity: 'info' }],
    'issuer-outlived': always('warning'),
    'key-identifier-mismatch': always('warning'),
    'signature-algorithm': always('error'),
    'signature-algorithm-deprecated': always('warning'),
    'key-strength': always('error'),
    'key-strength-margin': always('warning'),
    'known-weak-key': always('error'),
    'internal-name': always('warning'),
    'revocation-pointers': always('warning'),
    'revocation-status': always('error'),
    'certificate-encoding': always('warning'),
    'certificate-profile': always('warning'),
    'issuer-purposes': always('warning'),
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
    'shared-key': always('warning'),
    'shared-prime': always('critical'),
  },
  thresholds: {
    expiryMarginDays: 30,
    // CA/B Forum Baseline Requirements §6.1.5.
    minimumRsaBits: 2048,
    minimumEcBits: 256,
    recommendedRsaBits: 2048,
    recommendedEcBits: 256,
    // CA/B Forum Baseline Requirements §7.1.3.2.1 allows RSASSA-PSS, and every browser verifies it.
    forbiddenSignatureAlgorithms: ['md2', 'md4', 'md5', 'sha1'],
    // Empty, because SHA-1 and older are forbidden above. An operator may name more.
    deprecatedSignatureAlgorithms: [],
    // RFC 8996.
    minimumProtocolIndex: 3,
    // RFC 9325 §4.1: at least 2048 bits.
    minimumDhBits: 2048,
    minimumEcdheBits: 224,
    clockSkewSeconds: 300,
    plausibleClockSkewSeconds: 86_400,
    certificateAuthoritiesMarginBytes: 12_228,
    maximumCertificateAuthoritiesBytes: 16_384,
    // CA/B Forum Baseline Requirements §1.6.1.
    shortLivedDays: 7,
    // No certificate has to be private unless the operator demands it.
    rolesNeverPubliclyTrusted: [],
    // If no responder can be reached, the check does not fail, as in browsers.
    revocationFailures: ['defective', 'unknown'],
    revocationMarginHours: 12,
  },
  // A path that today's clients reject does not count.
  pathProfile: 'web-pki',
};
