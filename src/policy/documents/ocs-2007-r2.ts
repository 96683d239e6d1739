import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from ocs-2007-r2.yaml. */
export const document: PolicyDocument = {
  "id": "ocs-2007-r2",
  "title": "Office Communications Server 2007 R2",
  "requestFormat": "inf",
  "source": "Office Communications Server 2007 R2 documentation, topic 4d0564c2 (certificates of internal servers)",
  "extends": "tls-server",
  "pathProfile": "rfc5280",
  "thresholds": {
    "forbiddenSignatureAlgorithms": [
      "md2",
      "md4",
      "md5",
      "rsassa-pss"
    ],
    "deprecatedSignatureAlgorithms": [
      "sha1"
    ],
    "minimumDhBits": 1024
  },
  "severity": {
    "public-trust": [
      {
        "severity": "warning",
        "roles": [
          "edge-web-conferencing"
        ]
      },
      {
        "severity": "error"
      }
    ]
  },
  "parameters": {
    "signInDomains": {
      "kind": "name",
      "list": true,
      "description": "SIP domains whose clients find their server automatically; absent if there is one SIP domain, whose name the CN has."
    },
    "standardEditionServers": {
      "kind": "object",
      "list": true,
      "description": "Standard Edition servers.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the server."
        },
        "address": {
          "kind": "address",
          "description": "IP address. Absent if the FQDN is to be resolved."
        }
      }
    },
    "pools": {
      "kind": "object",
      "list": true,
      "description": "Enterprise pools in the consolidated topology.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the pool."
        },
        "webFarm": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the internal Web farm."
        },
        "members": {
          "kind": "object",
          "list": true,
          "required": true,
          "description": "The Front End Servers of the pool.",
          "fields": {
            "fqdn": {
              "kind": "name",
              "required": true,
              "description": "FQDN of the server."
            },
            "address": {
              "kind": "address",
              "description": "IP address. Absent if the FQDN is to be resolved."
            },
            "meetings": {
              "kind": "name",
              "description": "FQDN by which the Web Conferencing Edge service reaches this server, usually the FQDN again. Absent without external meetings."
            }
          }
        }
      }
    },
    "directors": {
      "kind": "object",
      "list": true,
      "description": "Directors.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN by which clients and servers know the Director: that of the server, or that of the array."
        },
        "members": {
          "kind": "object",
          "list": true,
          "required": true,
          "description": "The servers of the Director; one without an array.",
          "fields": {
            "address": {
              "kind": "address",
              "required": true,
              "description": "IP address."
            }
          }
        }
      }
    },
    "mediationServers": {
      "kind": "object",
      "list": true,
      "description": "Mediation Servers.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the server."
        },
        "address": {
          "kind": "address",
          "description": "IP address on which it listens for Office Communications Server. Absent if the FQDN is to be resolved."
        },
        "port": {
          "kind": "port",
          "default": 5061,
          "description": "Port on which it listens for Office Communications Server."
        }
      }
    },
    "edges": {
      "kind": "object",
      "list": true,
      "description": "Edge Servers, or load-balanced arrays of them.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the internal interface: that of the server, or that of the virtual address of the array."
        },
        "access": {
          "kind": "name",
          "required": true,
          "description": "External FQDN of the Access Edge service, for instance sip.contoso.com."
        },
        "accessPort": {
          "kind": "port",
          "default": 443,
          "description": "Port of the Access Edge service for remote users."
        },
        "federationPort": {
          "kind": "port",
          "description": "Port for federation and public IM, usually 5061. Absent without either."
        },
        "aolPort": {
          "kind": "port",
          "description": "The same port, if public IM reaches AOL. Absent without AOL."
        },
        "webConferencing": {
          "kind": "name",
          "description": "External FQDN of the Web Conferencing Edge service. Absent without external meetings."
        },
        "webConferencingPort": {
          "kind": "port",
          "default": 443,
          "description": "Port of the Web Conferencing Edge service."
        },
        "members": {
          "kind": "object",
          "list": true,
          "required": true,
          "description": "The Edge Servers of the array; one without an array.",
          "fields": {
            "internalAddress": {
              "kind": "address",
              "required": true,
              "description": "IP address of the internal interface."
            },
            "accessAddress": {
              "kind": "address",
              "required": true,
              "description": "External IP address of the Access Edge service."
            },
            "webConferencingAddress": {
              "kind": "address",
              "description": "External IP address of the Web Conferencing Edge service. Absent without external meetings."
            }
          }
        }
      }
    }
  },
  "roles": {
    "certificate": {
      "abstract": true,
      "title": "Certificate of a server",
      "names": {
        "matcher": "schannel",
        "wildcard": "forbidden",
        "source": "Field report (TechTarget, May 2010): \"If you use wildcards in the SAN fields, the OCS services won't even start\""
      },
      "extendedKeyUsage": {
        "required": [
          "serverAuth"
        ],
        "allowed": [
          "clientAuth"
        ],
        "absent": "fail",
        "source": "R2 topic 19c46b58 (certificate infrastructure): \"must be configured with an enhanced key usage (EKU) extension for server authentication\""
      },
      "keyUsage": {
        "required": [
          "digitalSignature",
          "keyEncipherment"
        ],
        "absent": "fail",
        "allowed": [],
        "source": "Appendix B: Sample Certificate (Office Communications Server 2007, TechNet bb663762): KeyUsage = 0xa0"
      },
      "key": {
        "types": [
          "rsa"
        ],
        "minimumRsaBits": 1024,
        "recommendedRsaBits": 2048,
        "source": "R2 topic 19c46b58 (certificate infrastructure): RSA certificates; Appendix B: Sample Certificate: KeyLength = 1024, RSA SChannel provider"
      },
      "pointers": {
        "crl": "required",
        "source": "Certificate Infrastructure (Office Communications Server 2007, TechNet bb870336): \"All server certificates must contain a CRL Distribution Point (CDP)\""
      },
      "trust": {
        "list": "internal",
        "source": "R2 topic 4d0564c2 (certificates of internal servers): an internal Enterprise CA is recommended"
      }
    },
    "mtls-certificate": {
      "abstract": true,
      "extends": "certificate",
      "title": "Certificate of an MTLS listener",
      "access": "internal",
      "clientCertificate": {
        "requested": "required",
        "source": "R2 topic aedde374 (configuring certificates): \"All Office Communications Servers use MTLS to communicate with one another\"; Ports and protocols (TechNet dd425238), MTLS; Mediation Server (Office Communications Server 2007, TechNet bb663730): \"listens on a single mutual TLS transport address\""
      }
    },
    "standard-edition": {
      "extends": "mtls-certificate",
      "title": "Standard Edition server",
      "source": "R2 topic 4d0564c2 (certificates of internal servers), Table 1, All server roles",
      "dialed": "the SIP port of each server, as its FQDN",
      "dial": [
        {
          "each": "standardEditionServers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": 5061
        }
      ],
      "subject": {
        "commonName": [
          "${server.fqdn}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "sip.${signInDomains}"
          ]
        },
        "source": "R2 topic 4d0564c2 (certificates of internal servers), Table 1: \"adds each supported SIP domain FQDNs\""
      }
    },
    "front-end": {
      "extends": "mtls-certificate",
      "title": "Front End Server of an Enterprise pool",
      "source": "R2 topic 4d0564c2 (certificates of internal servers), Table 2, All server roles",
      "dialed": "the SIP port of each server, as the FQDN of the pool",
      "dial": [
        {
          "each": "pools.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.address}",
          "lookup": "${member.fqdn}",
          "port": 5061
        }
      ],
      "subject": {
        "commonName": [
          "${member.parent.fqdn}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "sip.${signInDomains}",
            "${member.meetings}"
          ]
        },
        "source": "R2 topic 4d0564c2 (certificates of internal servers), Table 2; field report (TechTarget, May 2010): \"must contain in the SAN fields the FQDNs of each FE server\" for external web conferencing"
      }
    },
    "web-components": {
      "extends": "certificate",
      "title": "Web Components Server",
      "access": "internal",
      "source": "R2 topic 4d0564c2 (certificates of internal servers), Table 2: \"must have the URL of the internal Web farm in the SN or Subject Alternate Name\"",
      "dialed": "the HTTPS port of each server, as the FQDN of the internal Web farm or of the Standard Edition server",
      "dial": [
        {
          "each": "standardEditionServers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": 443
        },
        {
          "each": "pools.members",
          "as": "member",
          "host": "${member.parent.webFarm}",
          "address": "${member.address}",
          "lookup": "${member.fqdn}",
          "port": 443
        }
      ],
      "notVisible": [
        {
          "demand": "The certificate is assigned in IIS, not by the Certificates Wizard.",
          "verify": "Run on the server: netsh http show sslcert (look for the certificate hash at port 443).",
          "source": "R2 topic 4d0564c2 (certificates of internal servers), Tables 1 and 2, comments"
        }
      ]
    },
    "director": {
      "extends": "mtls-certificate",
      "title": "Director",
      "source": "R2 topic 4d0564c2 (certificates of internal servers), Tables 1 and 2 (a Director is a Standard Edition server or an Enterprise pool that homes no users)",
      "dialed": "the SIP port of each server, as the FQDN of the Director",
      "dial": [
        {
          "each": "directors.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.address}",
          "port": 5061
        }
      ],
      "subject": {
        "commonName": [
          "${member.parent.fqdn}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "sip.${signInDomains}"
          ]
        },
        "source": "R2 topic 4d0564c2 (certificates of internal servers), Tables 1 and 2: \"adds each supported SIP domain FQDNs\""
      }
    },
    "mediation": {
      "extends": "mtls-certificate",
      "title": "Mediation Server",
      "source": "R2 topic 63d25573 (assigning certificates): \"a subject name that matches the FQDN of the computer on which the server role is installed\"",
      "dialed": "the MTLS port of each server, as its FQDN",
      "dial": [
        {
          "each": "mediationServers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": "${server.port}"
        }
      ],
      "names": {
        "matcher": "mtls"
      },
      "subject": {
        "commonName": [
          "${server.fqdn}"
        ]
      }
    },
    "edge-internal": {
      "extends": "mtls-certificate",
      "title": "Edge Server, internal interface",
      "source": "R2 topic f05bd2a7 (certificates of Edge Servers), internal interface: \"must match the internal FQDN of the Access Edge service\"",
      "dialed": "the MTLS ports (SIP, A/V authentication, web conferencing) of each internal interface, as its FQDN",
      "dial": [
        {
          "each": "edges.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.internalAddress}",
          "port": 5061
        },
        {
          "each": "edges.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.internalAddress}",
          "port": 5062
        },
        {
          "each": "edges.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.internalAddress}",
          "port": 8057
        }
      ],
      "names": {
        "matcher": "mtls"
      },
      "subject": {
        "commonName": [
          "${member.parent.fqdn}"
        ]
      },
      "sharing": {
        "sameCertificateAs": [
          "edge-internal"
        ],
        "within": "member.parent",
        "source": "Configure Certificates on the Internal Interface of Your Edge Servers (Office Communications Server 2007, TechNet bb870318): exportable, \"then be imported on each additional computer\""
      },
      "notVisible": [
        {
          "demand": "The private key is exportable in an array, and not exportable on a single Edge Server.",
          "verify": "Run on the server: certutil -v -store My (look for \"Private key is exportable\" or \"NOT exportable\").",
          "source": "Appendix B: Sample Certificate (bb663762): Exportable = FALSE for a single Access Edge Server, TRUE for an array"
        },
        {
          "demand": "The A/V authentication certificate is none of those that the Edge services use.",
          "verify": "Compare the serial numbers in the properties of the Edge Server, tabs Internal and Edge Interfaces.",
          "source": "R2 topic f05bd2a7 (certificates of Edge Servers), A/V Authentication Certificate"
        },
        {
          "demand": "The A/V authentication certificate has the same issuer and the same key on every server of an array.",
          "verify": "Run on each server and compare the key: certutil -v -store My (look for the public key of the A/V authentication certificate).",
          "source": "R2 topic f05bd2a7 (certificates of Edge Servers), A/V Authentication Certificate"
        },
        {
          "demand": "The certificate does not come from auto-enrollment, which is not supported for Edge Servers.",
          "verify": "Run on the server: certutil -v -store My (look for the certificate template and the requester).",
          "source": "Certificate Infrastructure (Office Communications Server 2007, TechNet bb870336)"
        }
      ]
    },
    "edge-external": {
      "abstract": true,
      "extends": "certificate",
      "title": "Edge Server, external interface",
      "access": "external",
      "trust": {
        "list": "external"
      },
      "notVisible": [
        {
          "demand": "The private key is exportable in an array, and not exportable on a single Edge Server.",
          "verify": "Run on the server: certutil -v -store My (look for \"Private key is exportable\" or \"NOT exportable\").",
          "source": "Appendix B: Sample Certificate (bb663762): Exportable = FALSE for a single Access Edge Server, TRUE for an array"
        },
        {
          "demand": "The certificate does not come from auto-enrollment, which is not supported for Edge Servers.",
          "verify": "Run on the server: certutil -v -store My (look for the certificate template and the requester).",
          "source": "Certificate Infrastructure (Office Communications Server 2007, TechNet bb870336)"
        }
      ]
    },
    "edge-access": {
      "extends": "edge-external",
      "title": "Access Edge service, for remote users",
      "source": "R2 topic f05bd2a7 (certificates of Edge Servers), external interface: \"a subject name that matches the external FQDN of that edge service\"",
      "dialed": "the external address of each Access Edge service, as its external FQDN",
      "dial": [
        {
          "each": "edges.members",
          "as": "member",
          "host": "${member.parent.access}",
          "address": "${member.accessAddress}",
          "port": "${member.parent.accessPort}"
        }
      ],
      "subject": {
        "commonName": [
          "${member.parent.access}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "${member.parent.access}"
          ]
        },
        "source": "R2 topic 4c62d58d (sample deployment, certificates of Edge Servers): \"the subject name and subject alternative name (SAN) would be set to sip.contoso.com\""
      },
      "sharing": {
        "sameCertificateAs": [
          "edge-access"
        ],
        "within": "member.parent",
        "source": "Appendix B: Sample Certificate (bb663762): Exportable = TRUE for an array (inference: the same certificate on all its servers)"
      }
    },
    "edge-federation": {
      "extends": "edge-access",
      "title": "Access Edge service, for federation and public IM",
      "dialed": "the federation port of each Access Edge service, as its external FQDN",
      "dial": [
        {
          "each": "edges.members",
          "as": "member",
          "host": "${member.parent.access}",
          "address": "${member.accessAddress}",
          "port": "${member.parent.federationPort}"
        }
      ],
      "trust": {
        "publiclyTrusted": "required",
        "source": "R2 topic 19c46b58 (certificate infrastructure): \"For federation and public IM connectivity, a certificate that is issued by a public CA is required\""
      },
      "clientCertificate": {
        "requested": "required",
        "source": "R2 topic 19c46b58 (certificate infrastructure): MTLS is used for connections between servers"
      }
    },
    "edge-aol": {
      "extends": "edge-federation",
      "title": "Access Edge service, for public IM with AOL",
      "dial": [
        {
          "each": "edges.members",
          "as": "member",
          "host": "${member.parent.access}",
          "address": "${member.accessAddress}",
          "port": "${member.parent.aolPort}"
        }
      ],
      "extendedKeyUsage": {
        "required": [
          "serverAuth",
          "clientAuth"
        ],
        "source": "R2 topic 19c46b58 (certificate infrastructure): \"For AOL, the certificate must also be configured for client authentication\""
      },
      "trust": {
        "publiclyTrusted": "free"
      }
    },
    "edge-web-conferencing": {
      "extends": "edge-external",
      "title": "Web Conferencing Edge service",
      "source": "R2 topic f05bd2a7 (certificates of Edge Servers), external interface: \"a subject name that matches the external FQDN of that edge service\"",
      "dialed": "the external address of each Web Conferencing Edge service, as its external FQDN",
      "dial": [
        {
          "each": "edges.members",
          "as": "member",
          "host": "${member.parent.webConferencing}",
          "address": "${member.webConferencingAddress}",
          "port": "${member.parent.webConferencingPort}"
        }
      ],
      "subject": {
        "commonName": [
          "${member.parent.webConferencing}"
        ]
      },
      "trust": {
        "publiclyTrusted": "required",
        "source": "R2 topic f05bd2a7 (certificates of Edge Servers), external interface: public certificates are required \"to enable anonymous users to be invited to Web conferencing meetings\""
      }
    }
  }
};
