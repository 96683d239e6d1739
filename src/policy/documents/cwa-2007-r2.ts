import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from cwa-2007-r2.yaml. */
export const document: PolicyDocument = {
  "id": "cwa-2007-r2",
  "title": "Communicator Web Access, Office Communications Server 2007 R2",
  "requestFormat": "inf",
  "notices": [
    "The specification of policy cwa-2007-r2, \"Preparing Certificates for Communicator Web Access\", is preliminary documentation and subject to change."
  ],
  "pathProfile": "rfc5280",
  "topology": "cwa",
  "roles": {
    "both-tables": {
      "abstract": true,
      "source": "Tables 1 and 2",
      "names": {
        "wildcard": "forbidden",
        "source": "Tables 1 and 2, Subject Name and Subject Alternate Name (no wildcard is listed)"
      },
      "extendedKeyUsage": {
        "required": [
          "serverAuth"
        ],
        "allowed": [],
        "absent": "fail",
        "source": "Tables 1 and 2, EKU"
      },
      "keyUsage": {
        "required": [
          "digitalSignature",
          "keyEncipherment"
        ],
        "allowed": [],
        "absent": "fail",
        "needsRsa": true,
        "source": "Tables 1 and 2, Key Usage"
      },
      "template": {
        "forbidden": [
          "WebServer"
        ],
        "source": "Tables 1 and 2, Template Duplicated"
      },
      "fieldNotes": [
        "sha-512"
      ]
    },
    "ssl-certificate": {
      "abstract": true,
      "extends": "both-tables",
      "source": "Table 2",
      "names": {
        "matcher": "schannel",
        "required": {
          "dns": [
            "${url.host}",
            "as.${url.host}",
            "download.${url.host}"
          ]
        },
        "source": "Table 2, Subject Alternate Name"
      },
      "subject": {
        "commonName": [
          "${url.host}"
        ],
        "source": "Table 2, Subject Name"
      },
      "trust": {
        "list": "access",
        "source": "SSL Certificates, paragraph after the first note"
      },
      "clientsInstallChain": true,
      "fieldNotes": [
        "server-name",
        "sha-512",
        "single-certificate"
      ],
      "plan": {
        "table": "Table 2",
        "caMayDifferFrom": {
          "cas": "the CAs of the MTLS certificates and of the SSL certificates of Office Communications Server",
          "section": "SSL Certificates, paragraph after the first note"
        }
      }
    },
    "virtual-server": {
      "extends": "ssl-certificate",
      "title": "Virtual server",
      "dialed": "the HTTPS port of each server, as the host of the URL"
    },
    "as-host": {
      "extends": "ssl-certificate",
      "title": "Application sharing host",
      "dialed": "the same ports, as as.HOST"
    },
    "download-host": {
      "extends": "ssl-certificate",
      "title": "Download host",
      "dialed": "the same ports, as download.HOST"
    },
    "load-balancer": {
      "extends": "ssl-certificate",
      "title": "Load balancer",
      "dialed": "the virtual address of a load balancer that decrypts TLS, as all three names",
      "source": "SSL Certificates, second bullet, and Table 2"
    },
    "reverse-proxy-external": {
      "extends": "ssl-certificate",
      "title": "Reverse proxy, external interface",
      "dialed": "the external interface of the proxy, as the three external names",
      "source": "Table 2, Subject Name, note on reverse proxies",
      "names": {
        "required": {
          "dns": [
            "${externalUrl.host}",
            "as.${externalUrl.host}",
            "download.${externalUrl.host}"
          ]
        }
      },
      "subject": {
        "commonName": [
          "${proxyOrExternalUrl.host}"
        ],
        "source": "Table 2, Subject Name, note on reverse proxies with different URLs"
      },
      "trust": {
        "list": "external"
      }
    },
    "reverse-proxy-internal": {
      "extends": "ssl-certificate",
      "title": "Reverse proxy, internal interface",
      "dialed": "the internal interface of the proxy, as the three names of the URL",
      "source": "Table 2, Subject Name, note on reverse proxies",
      "trust": {
        "list": "internal"
      }
    },
    "mtls": {
      "extends": "both-tables",
      "title": "MTLS listener",
      "dialed": "the server's FQDN on its MTLS listening port, at its primary address",
      "source": "Table 1",
      "names": {
        "matcher": "mtls"
      },
      "subject": {
        "commonName": [
          "${server.fqdn}"
        ],
        "source": "Table 1, Subject Name"
      },
      "trust": {
        "list": "mtls",
        "source": "MTLS Certificates, first paragraph"
      },
      "extendedKeyUsage": {
        "allowed": [
          "clientAuth"
        ]
      },
      "clientCertificate": {
        "requested": "required",
        "source": "MTLS Certificates, first paragraph (authenticate connections); the request is an inference"
      },
      "plan": {
        "table": "Table 1",
        "caMayDifferFrom": {
          "cas": "the CAs of the SSL certificates and of the MTLS certificates of Office Communications Server",
          "section": "MTLS Certificates, first paragraph"
        }
      }
    }
  },
  "severity": {
    "name-match": "critical",
    "subject-name": "error",
    "subject-name-ambiguous": "warning",
    "subject-alternative-names": "error",
    "certificate-version": "error",
    "extended-key-usage": "error",
    "extended-key-usage-excess": "warning",
    "key-usage": "error",
    "key-usage-excess": "warning",
    "web-server-template": "warning",
    "exportable-key": "not-observable",
    "chain-trust": "critical",
    "public-trust": "error",
    "chain-download": "warning",
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
    "wildcard-name": [
      {
        "severity": "error",
        "roles": [
          "mtls"
        ]
      },
      {
        "severity": "warning"
      }
    ],
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
    "client-certificate-request": "error",
    "load-balancer-decryption": "error",
    "interface-certificates": "error",
    "array-consistency": "warning",
    "certificates-across-sites": "warning",
    "alias-addresses": "warning",
    "single-certificate": "warning",
    "mtls-coverage": "warning",
    "shared-key": "warning",
    "shared-prime": "critical"
  },
  "thresholds": {
    "expiryMarginDays": 30,
    "minimumRsaBits": 1024,
    "minimumEcBits": 256,
    "recommendedRsaBits": 2048,
    "recommendedEcBits": 256,
    "forbiddenSignatureAlgorithms": [
      "md2",
      "md4",
      "md5",
      "rsassa-pss"
    ],
    "deprecatedSignatureAlgorithms": [
      "sha1"
    ],
    "minimumProtocolIndex": 3,
    "minimumDhBits": 1024,
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
