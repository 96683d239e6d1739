import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from mtls-mesh.yaml. */
export const document: PolicyDocument = {
  "id": "mtls-mesh",
  "title": "Mesh with mutual TLS (SPIFFE)",
  "extends": "tls-server",
  "source": "SPIFFE X509-SVID",
  "pathProfile": "rfc5280",
  "parameters": {
    "trustDomain": {
      "kind": "name",
      "required": true,
      "description": "The trust domain, the host of every SPIFFE ID: prod.corp.example."
    },
    "workloads": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "Services that accept connections of the mesh.",
      "fields": {
        "path": {
          "kind": "text",
          "required": true,
          "description": "The path of the SPIFFE ID, without the first slash: ns/shop/sa/cart."
        },
        "host": {
          "kind": "name",
          "required": true,
          "description": "The name to resolve and dial."
        },
        "address": {
          "kind": "address",
          "description": "The address to dial. Absent, the host is resolved."
        },
        "port": {
          "kind": "port",
          "required": true,
          "description": "The port on which the service or its proxy accepts mutual TLS."
        },
        "startTls": {
          "kind": "text",
          "description": "What is spoken before TLS, for instance postgres. Absent: TLS begins at once."
        }
      }
    },
    "spireServers": {
      "kind": "object",
      "list": true,
      "description": "Servers of SPIRE, where agents ask for identities.",
      "fields": {
        "host": {
          "kind": "name",
          "required": true,
          "description": "The name to resolve and dial."
        },
        "address": {
          "kind": "address",
          "description": "The address to dial. Absent, the host is resolved."
        },
        "port": {
          "kind": "port",
          "default": 8081,
          "description": "The port of the server API."
        }
      }
    },
    "bundleEndpoints": {
      "kind": "object",
      "list": true,
      "description": "Endpoints that serve the trust bundle to other trust domains by the profile https_spiffe.",
      "fields": {
        "path": {
          "kind": "text",
          "required": true,
          "description": "The path of the SPIFFE ID, without the first slash."
        },
        "host": {
          "kind": "name",
          "required": true,
          "description": "The name to resolve and dial."
        },
        "address": {
          "kind": "address",
          "description": "The address to dial. Absent, the host is resolved."
        },
        "port": {
          "kind": "port",
          "default": 443,
          "description": "The port of the endpoint."
        }
      }
    }
  },
  "roles": {
    "svid": {
      "abstract": true,
      "title": "X.509-SVID",
      "access": "internal",
      "names": {
        "source": "SPIFFE X509-SVID 2 (exactly one URI in the SAN)",
        "allowed": {
          "uri": []
        }
      },
      "extendedKeyUsage": {
        "source": "SPIFFE X509-SVID 4.4",
        "required": [
          "serverAuth",
          "clientAuth"
        ],
        "absent": "fail"
      },
      "keyUsage": {
        "source": "SPIFFE X509-SVID 4.3",
        "absent": "fail"
      },
      "key": {
        "source": "This pack; SPIRE makes EC P-256 keys by default (workload_x509_svid_key_type)",
        "types": [
          "ec"
        ]
      },
      "lifetime": {
        "source": "This pack: so short that revocation would come too late, 7 days as in CA/B Forum Baseline Requirements 1.6.1. SPIRE issues for one hour (default_x509_svid_ttl), Istio for 24.",
        "maximumDays": 7
      },
      "trust": {
        "source": "SPIFFE X509-SVID 5.1 and SPIFFE-ID 3.1 (an authority of the trust domain signs)",
        "list": "mtls",
        "publiclyTrusted": "forbidden"
      },
      "clientCertificate": {
        "source": "Mutual TLS: RFC 8446 §4.3.2; Istio PeerAuthentication, mode STRICT",
        "requested": "required"
      },
      "notVisible": [
        {
          "demand": "A client without a certificate is refused, not only asked for one.",
          "verify": "openssl s_client -connect HOST:PORT </dev/null has to end in an alert. Istio: PeerAuthentication with mode STRICT.",
          "source": "Istio PeerAuthentication, mode STRICT"
        },
        {
          "demand": "The server accepts only the SPIFFE IDs that may call it.",
          "verify": "Read its rules: Istio AuthorizationPolicy, or allowed SPIFFE IDs in the configuration of the proxy.",
          "source": "SPIFFE X509-SVID 5.2"
        },
        {
          "demand": "The certificate and the trust bundle are replaced while the process runs.",
          "verify": "Scan twice, half a lifetime apart: the serial number has to differ. SPIRE: spire-agent api watch.",
          "source": "SPIFFE Workload API 4.3"
        }
      ]
    },
    "workload": {
      "extends": "svid",
      "title": "Workload",
      "dialed": "each workload on its port",
      "dial": [
        {
          "each": "workloads",
          "as": "workload",
          "host": "${workload.host}",
          "address": "${workload.address}",
          "port": "${workload.port}",
          "startTls": "${workload.startTls}"
        }
      ],
      "names": {
        "required": {
          "uri": [
            "spiffe://${trustDomain}/${workload.path}"
          ]
        }
      }
    },
    "spire-server": {
      "extends": "svid",
      "title": "SPIRE server",
      "dialed": "the API of each SPIRE server",
      "source": "SPIFFE X509-SVID; SPIRE (pkg/common/idutil, ServerID)",
      "dial": [
        {
          "each": "spireServers",
          "as": "server",
          "host": "${server.host}",
          "address": "${server.address}",
          "port": "${server.port}"
        }
      ],
      "names": {
        "required": {
          "uri": [
            "spiffe://${trustDomain}/spire/server"
          ]
        }
      },
      "notVisible": [
        {
          "demand": "Clients without a certificate may call only what new agents need.",
          "verify": "The server asks for a certificate and verifies one that is given; the rest is its authorization policy (OPA), in server.conf.",
          "source": "SPIRE (pkg/server/endpoints, VerifyClientCertIfGiven)"
        },
        {
          "demand": "The key of the CA is in a key manager, not on the disk.",
          "verify": "server.conf: plugins, KeyManager.",
          "source": "SPIRE server configuration, KeyManager"
        }
      ]
    },
    "bundle-endpoint": {
      "extends": "svid",
      "title": "Bundle endpoint (https_spiffe)",
      "dialed": "each endpoint of the trust bundle",
      "source": "SPIFFE Federation 5.2.2",
      "dial": [
        {
          "each": "bundleEndpoints",
          "as": "endpoint",
          "host": "${endpoint.host}",
          "address": "${endpoint.address}",
          "port": "${endpoint.port}"
        }
      ],
      "names": {
        "required": {
          "uri": [
            "spiffe://${trustDomain}/${endpoint.path}"
          ]
        }
      },
      "clientCertificate": {
        "source": "SPIFFE Federation 5.2.2.3 (servers must not require client authentication)",
        "requested": "free"
      },
      "notVisible": [
        {
          "demand": "A client without a certificate gets the bundle.",
          "verify": "curl --insecure https://HOST/PATH",
          "source": "SPIFFE Federation 5.2.2.3"
        }
      ]
    }
  },
  "severity": {
    "name-match": [
      {
        "severity": "off",
        "roles": [
          "workload",
          "spire-server",
          "bundle-endpoint"
        ]
      },
      {
        "severity": "critical"
      }
    ],
    "subject-alternative-names": "critical",
    "extended-key-usage": [
      {
        "severity": "warning",
        "fault": "absent"
      },
      {
        "severity": "error"
      }
    ],
    "key-usage-excess": "error",
    "certificate-lifetime": "error",
    "key-type": "error",
    "client-certificate-request": "error",
    "revocation-pointers": "info"
  }
};
