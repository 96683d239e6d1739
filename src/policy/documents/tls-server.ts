import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from tls-server.yaml. */
export const document: PolicyDocument = {
  "id": "tls-server",
  "title": "TLS server",
  "pathProfile": "web-pki",
  "roles": {
    "server": {
      "title": "Server",
      "dialed": "the host and port given",
      "source": "RFC 9525, RFC 5280, CA/B Forum Baseline Requirements",
      "names": {
        "matcher": "rfc9525",
        "wildcard": "allowed",
        "source": "RFC 9525 §6.3"
      },
      "extendedKeyUsage": {
        "required": [
          "serverAuth"
        ],
        "allowed": [
          "clientAuth"
        ],
        "absent": "pass",
        "source": "RFC 5280 §4.2.1.12"
      },
      "keyUsage": {
        "required": "negotiated",
        "allowed": [
          "digitalSignature",
          "keyEncipherment",
          "keyAgreement"
        ],
        "absent": "pass",
        "source": "RFC 8446 §4.4.2.2, RFC 5246 §7.4.2"
      }
    }
  },
  "severity": {
    "name-match": "critical",
    "certificate-version": "error",
    "extended-key-usage": "error",
    "extended-key-usage-excess": "warning",
    "key-usage": "error",
    "key-usage-excess": "warning",
    "chain-trust": "critical",
    "public-trust": "error",
    "validity-period": "critical",
    "expiry-margin": "warning",
    "certificate-lifetime": "warning",
    "chain-completeness": "error",
    "chain-order": [
      {
        "severity": "info",
        "protocol": "TLSv1.3"
      },
      {
        "severity": "warning"
      }
    ],
    "unneeded-certificates": [
      {
        "severity": "warning",
        "fault": "expired"
      },
      {
        "severity": "info"
      }
    ],
    "issuer-outlived": "warning",
    "key-identifier-mismatch": "warning",
    "signature-algorithm": "error",
    "signature-algorithm-deprecated": "warning",
    "key-strength": "error",
    "key-strength-margin": "warning",
    "known-weak-key": "error",
    "internal-name": "warning",
    "revocation-pointers": "warning",
    "revocation-status": "error",
    "certificate-encoding": "warning",
    "certificate-profile": "warning",
    "issuer-purposes": "warning",
    "protocol-version": [
      {
        "severity": "info",
        "access": "internal"
      },
      {
        "severity": "warning"
      }
    ],
    "key-exchange-strength": "warning",
    "secure-renegotiation": "warning",
    "handshake": [
      {
        "severity": "critical",
        "fault": "ended-before-proof"
      },
      {
        "severity": "error"
      }
    ],
    "handshake-conformance": "warning",
    "hello-tolerance": "warning",
    "key-possession": "critical",
    "protocol-downgrade": "warning",
    "default-certificate": "warning",
    "clock-skew": "info",
    "certificate-transparency": "warning",
    "certificates-across-sites": "warning",
    "shared-key": "warning",
    "shared-prime": "critical"
  },
  "thresholds": {
    "expiryMarginDays": 30,
    "minimumRsaBits": 2048,
    "minimumEcBits": 256,
    "recommendedRsaBits": 2048,
    "recommendedEcBits": 256,
    "forbiddenSignatureAlgorithms": [
      "md2",
      "md4",
      "md5",
      "sha1"
    ],
    "deprecatedSignatureAlgorithms": [],
    "minimumProtocolIndex": 3,
    "minimumDhBits": 2048,
    "minimumEcdheBits": 224,
    "clockSkewSeconds": 300,
    "plausibleClockSkewSeconds": 86400,
    "certificateAuthoritiesMarginBytes": 12228,
    "maximumCertificateAuthoritiesBytes": 16384,
    "shortLivedDays": 7,
    "rolesNeverPubliclyTrusted": [],
    "revocationFailures": [
      "defective",
      "unknown"
    ],
    "revocationMarginHours": 12
  }
};
