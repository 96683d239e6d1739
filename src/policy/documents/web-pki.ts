import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from web-pki.yaml. */
export const document: PolicyDocument = {
  "id": "web-pki",
  "title": "Public servers",
  "extends": "tls-server",
  "source": "CA/Browser Forum Baseline Requirements for TLS Server Certificates",
  "parameters": {
    "sites": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "Public services, each with the names that clients dial.",
      "fields": {
        "names": {
          "kind": "name",
          "list": true,
          "required": true,
          "description": "Every name that clients dial. Each one is dialed, so the certificate has to match all of them."
        },
        "address": {
          "kind": "address",
          "description": "The address to dial. Absent, the names are resolved."
        },
        "port": {
          "kind": "port",
          "default": 443,
          "description": "The port."
        },
        "startTls": {
          "kind": "text",
          "description": "What is spoken before TLS, for instance smtp. Absent: TLS begins at once."
        },
        "members": {
          "kind": "object",
          "list": true,
          "description": "Servers that share the names, for instance behind a load balancer or DNS round robin.",
          "fields": {
            "address": {
              "kind": "address",
              "required": true,
              "description": "The address of the server itself, where each of the names is dialed."
            }
          }
        }
      }
    }
  },
  "roles": {
    "server": {
      "title": "Public server",
      "dialed": "each name of a site, at its address and at each of its members",
      "access": "external",
      "dial": [
        {
          "each": "sites",
          "as": "site",
          "host": "${site.names}",
          "address": "${site.address}",
          "port": "${site.port}",
          "startTls": "${site.startTls}"
        },
        {
          "each": "sites.members",
          "as": "member",
          "host": "${member.parent.names}",
          "address": "${member.address}",
          "port": "${member.parent.port}",
          "startTls": "${member.parent.startTls}"
        }
      ],
      "names": {
        "source": "CA/B Forum Baseline Requirements 7.1.2.7.12; comparison with the name dialed by RFC 9525 §6",
        "allowed": {
          "uri": [],
          "email": []
        }
      },
      "extendedKeyUsage": {
        "source": "CA/B Forum Baseline Requirements 7.1.2.7.6 (presence) and 7.1.2.7.10 (purposes)",
        "forbidden": [
          "codeSigning",
          "emailProtection",
          "timeStamping",
          "OCSPSigning",
          "anyExtendedKeyUsage",
          "1.3.6.1.4.1.11129.2.4.4"
        ],
        "absent": "fail"
      },
      "keyUsage": {
        "source": "CA/B Forum Baseline Requirements 7.1.2.7.11",
        "allowed": [
          "digitalSignature",
          "keyEncipherment"
        ]
      },
      "key": {
        "source": "CA/B Forum Baseline Requirements 6.1.5",
        "types": [
          "rsa",
          "ec"
        ],
        "curves": [
          "P-256",
          "P-384",
          "P-521"
        ]
      },
      "trust": {
        "source": "Chrome Root Program Policy 1.1.1; CA/B Forum Baseline Requirements 1.1",
        "list": "external",
        "publiclyTrusted": "required"
      },
      "notVisible": [
        {
          "demand": "The private key is readable by the service alone.",
          "verify": "On the server: ls -l /etc/ssl/private, or certutil -store My for the rights to the key.",
          "source": "CA/B Forum Baseline Requirements 9.6.3 (protection of the private key)"
        },
        {
          "demand": "The certificate is renewed by a program, with days to spare.",
          "verify": "On the server: certbot renew --dry-run, or the same of your ACME client.",
          "source": "CA/B Forum Baseline Requirements 6.3.2 (lifetimes fall to 47 days); Chrome Root Program Policy 1.3.3.1"
        },
        {
          "demand": "CAA records name the CAs that may issue for the names.",
          "verify": "dig CAA example.com",
          "source": "RFC 8659 §3; CA/B Forum Baseline Requirements 3.2.2.8"
        }
      ]
    }
  },
  "severity": {
    "public-trust": "critical",
    "certificate-lifetime": "error",
    "certificate-transparency": "error",
    "subject-alternative-names": "error",
    "key-type": "error",
    "internal-name": "error",
    "revocation-pointers": "error"
  },
  "dated": [
    {
      "from": "2027-03-15",
      "source": "Chrome Root Program Policy 1.3.2 (version 1.8), rule 2",
      "roles": {
        "server": {
          "extendedKeyUsage": {
            "source": "Chrome Root Program Policy 1.3.2 (version 1.8), rule 2",
            "forbidden": [
              "clientAuth",
              "codeSigning",
              "emailProtection",
              "timeStamping",
              "OCSPSigning",
              "anyExtendedKeyUsage",
              "1.3.6.1.4.1.11129.2.4.4"
            ]
          }
        }
      }
    }
  ]
};
