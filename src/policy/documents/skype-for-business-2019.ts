import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from skype-for-business-2019.yaml. */
export const document: PolicyDocument = {
  "id": "skype-for-business-2019",
  "title": "Skype for Business Server 2019 and 2015",
  "requestFormat": "inf",
  "source": "System requirements for Skype for Business Server 2019, Certificates",
  "extends": "tls-server",
  "pathProfile": "rfc5280",
  "thresholds": {
    "deprecatedSignatureAlgorithms": [
      "sha1"
    ],
    "minimumDhBits": 1024
  },
  "severity": {
    "subject-alternative-names": [
      {
        "severity": "info",
        "roles": [
          "edge-internal",
          "edge-replication"
        ],
        "fault": "forbidden-names"
      },
      {
        "severity": "error"
      }
    ],
    "extended-key-usage-excess": "info"
  },
  "parameters": {
    "sipDomains": {
      "kind": "name",
      "list": true,
      "required": true,
      "description": "The SIP domains of the organization: what stands behind the @ of a SIP address."
    },
    "simpleUrls": {
      "kind": "object",
      "required": true,
      "description": "Hosts of the simple URLs, as the topology defines them.",
      "fields": {
        "meet": {
          "kind": "name",
          "list": true,
          "required": true,
          "description": "Hosts of the Meet simple URLs, one or more for each SIP domain."
        },
        "dialin": {
          "kind": "name",
          "list": true,
          "required": true,
          "description": "Hosts of the dial-in simple URLs."
        },
        "admin": {
          "kind": "name",
          "description": "Host of the administrative simple URL. Absent if there is none."
        }
      }
    },
    "autodiscoverDomains": {
      "kind": "name",
      "list": true,
      "description": "SIP domains whose clients find their server by lyncdiscover and lyncdiscoverinternal. Absent without mobility."
    },
    "sipNames": {
      "kind": "name",
      "list": true,
      "description": "Those of the names sipinternal.DOMAIN and sipexternal.DOMAIN that exist in DNS; the default certificates need them."
    },
    "standardEditionServers": {
      "kind": "object",
      "list": true,
      "description": "Standard Edition servers. Each is its own pool.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the server, which is that of its pool and of its internal web services."
        },
        "address": {
          "kind": "address",
          "description": "IP address. Absent if the FQDN is to be resolved."
        },
        "externalWeb": {
          "kind": "name",
          "description": "FQDN of the external web services. Absent if nothing is published."
        },
        "strictSipDomains": {
          "kind": "name",
          "list": true,
          "description": "SIP domains whose clients log on here automatically under strict DNS matching."
        }
      }
    },
    "frontEndPools": {
      "kind": "object",
      "list": true,
      "description": "Front End pools of the Enterprise Edition.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the pool."
        },
        "internalWeb": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the internal web services."
        },
        "externalWeb": {
          "kind": "name",
          "description": "FQDN of the external web services. Absent if nothing is published."
        },
        "strictSipDomains": {
          "kind": "name",
          "list": true,
          "description": "SIP domains whose clients log on here automatically under strict DNS matching."
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
            }
          }
        }
      }
    },
    "directorPools": {
      "kind": "object",
      "list": true,
      "description": "Director pools. A single Director is a pool of one.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the Director pool."
        },
        "externalWeb": {
          "kind": "name",
          "description": "FQDN of the external web services, which differs from those of all Front End pools."
        },
        "strictSipDomains": {
          "kind": "name",
          "list": true,
          "description": "SIP domains whose clients log on here automatically under strict DNS matching."
        },
        "members": {
          "kind": "object",
          "list": true,
          "required": true,
          "description": "The Directors of the pool.",
          "fields": {
            "fqdn": {
              "kind": "name",
              "required": true,
              "description": "FQDN of the Director, which is that of its internal web services."
            },
            "address": {
              "kind": "address",
              "description": "IP address. Absent if the FQDN is to be resolved."
            }
          }
        }
      }
    },
    "mediationPools": {
      "kind": "object",
      "list": true,
      "description": "Stand-alone Mediation Server pools. Collocated Mediation Servers use the certificates of the Front End pool.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the pool."
        },
        "gatewayPort": {
          "kind": "port",
          "description": "Port for PSTN gateways that use TLS, usually 5067. Absent if none does."
        },
        "members": {
          "kind": "object",
          "list": true,
          "required": true,
          "description": "The Mediation Servers of the pool.",
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
        }
      }
    },
    "branchAppliances": {
      "kind": "object",
      "list": true,
      "description": "Survivable Branch Appliances.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the appliance."
        },
        "address": {
          "kind": "address",
          "description": "IP address. Absent if the FQDN is to be resolved."
        }
      }
    },
    "edgePools": {
      "kind": "object",
      "list": true,
      "description": "Edge pools. A single Edge Server is a pool of one.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "FQDN of the internal interface of the Edge pool."
        },
        "access": {
          "kind": "name",
          "required": true,
          "description": "External FQDN of the Access Edge service, for instance sip.contoso.com."
        },
        "accessPort": {
          "kind": "port",
          "default": 443,
          "description": "Port of the Access Edge service for clients."
        },
        "federationPort": {
          "kind": "port",
          "description": "Port for federation and public IM, usually 5061. Absent without federation."
        },
        "webConferencing": {
          "kind": "name",
          "required": true,
          "description": "External FQDN of the Web Conferencing Edge service, for instance webcon.contoso.com."
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
          "description": "The Edge Servers of the pool.",
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
              "required": true,
              "description": "External IP address of the Web Conferencing Edge service."
            }
          }
        }
      }
    },
    "reverseProxies": {
      "kind": "object",
      "list": true,
      "description": "Listeners of reverse proxies that publish web services.",
      "fields": {
        "externalWeb": {
          "kind": "name",
          "list": true,
          "required": true,
          "description": "FQDNs of the external web services that it publishes."
        },
        "address": {
          "kind": "address",
          "description": "External IP address. Absent if the names are to be resolved."
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
        "forbidden": {
          "dns": [
            "xn--*",
            "*.xn--*"
          ]
        }
      },
      "extendedKeyUsage": {
        "required": [
          "serverAuth"
        ],
        "allowed": [
          "clientAuth"
        ],
        "absent": "fail",
        "source": "System requirements for Skype for Business Server 2019, Certificates (Server EKU); Public Key Infrastructure for Skype for Business Server, Enhanced Key Usage"
      },
      "pointers": {
        "crl": "required",
        "source": "System requirements for Skype for Business Server 2019, Certificates (CDP)"
      },
      "key": {
        "types": [
          "rsa",
          "ec"
        ],
        "curves": [
          "P-256",
          "P-384",
          "P-521"
        ],
        "rsaBits": [
          1024,
          2048,
          4096
        ],
        "minimumRsaBits": 1024,
        "recommendedRsaBits": 2048,
        "source": "System requirements for Skype for Business Server 2019, Certificates (key lengths; ECDH_P256, ECDH_P384 and ECDH_P521)"
      },
      "signature": {
        "forbidden": [
          "md2",
          "md4",
          "md5",
          "rsassa-pss"
        ],
        "source": "System requirements for Skype for Business Server 2019, Certificates (digest sizes; note on RSASSA-PSS)"
      },
      "trust": {
        "list": "internal"
      }
    },
    "internal-certificate": {
      "abstract": true,
      "extends": "certificate",
      "title": "Certificate of an internal server",
      "access": "internal",
      "notVisible": [
        {
          "demand": "The private key is not exportable.",
          "verify": "Run on the server: certutil -v -store My (look for \"Private key is NOT exportable\")."
        },
        {
          "demand": "The friendly name of the certificate is unique in the computer store.",
          "verify": "Run on the server: Get-ChildItem Cert:\\LocalMachine\\My | Group-Object FriendlyName"
        }
      ]
    },
    "standard-edition": {
      "extends": "internal-certificate",
      "title": "Standard Edition server, default certificate",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Standard Edition servers, Default; TLS and MTLS for Skype for Business Server, server-to-server connections; Port and protocol requirements for servers, Front End Servers, 5061",
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
            "${server.fqdn}",
            "sip.${server.strictSipDomains}",
            "${sipNames}"
          ]
        }
      },
      "clientCertificate": {
        "requested": "required"
      }
    },
    "standard-edition-web-internal": {
      "extends": "internal-certificate",
      "title": "Standard Edition server, internal web services",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Standard Edition servers, Web internal; Certificates for mobility",
      "dialed": "the internal HTTPS port of each server, as its FQDN",
      "dial": [
        {
          "each": "standardEditionServers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": 443
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
            "${server.fqdn}",
            "${simpleUrls.meet}",
            "${simpleUrls.dialin}",
            "${simpleUrls.admin}",
            "lyncdiscoverinternal.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "${simpleUrls.meet}",
          "${simpleUrls.dialin}",
          "${simpleUrls.admin}",
          "lyncdiscoverinternal.${autodiscoverDomains}"
        ]
      }
    },
    "standard-edition-web-external": {
      "extends": "internal-certificate",
      "title": "Standard Edition server, external web services",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Standard Edition servers, Web external; Certificates for mobility",
      "dialed": "the port for the reverse proxy on each server, as the FQDN of its external web services",
      "dial": [
        {
          "each": "standardEditionServers",
          "as": "server",
          "host": "${server.externalWeb}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 4443
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
            "${server.externalWeb}",
            "${simpleUrls.dialin}",
            "${simpleUrls.meet}",
            "lyncdiscover.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "${simpleUrls.dialin}",
          "${simpleUrls.meet}",
          "lyncdiscover.${autodiscoverDomains}"
        ]
      }
    },
    "front-end": {
      "extends": "internal-certificate",
      "title": "Front End Server, default certificate",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Front End Servers in a Front End pool, Default; TLS and MTLS for Skype for Business Server, server-to-server connections; Port and protocol requirements for servers, Front End Servers, 5061",
      "dialed": "the SIP port of each server, as the FQDN of the pool",
      "dial": [
        {
          "each": "frontEndPools.members",
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
            "${member.parent.fqdn}",
            "${member.fqdn}",
            "sip.${member.parent.strictSipDomains}",
            "${sipNames}"
          ]
        }
      },
      "clientCertificate": {
        "requested": "required"
      }
    },
    "front-end-web-internal": {
      "extends": "internal-certificate",
      "title": "Front End Server, internal web services",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Front End Servers in a Front End pool, Web internal; Certificates for mobility",
      "dialed": "the internal HTTPS port of each server, as the FQDN of the internal web services",
      "dial": [
        {
          "each": "frontEndPools.members",
          "as": "member",
          "host": "${member.parent.internalWeb}",
          "address": "${member.address}",
          "lookup": "${member.fqdn}",
          "port": 443
        }
      ],
      "subject": {
        "commonName": [
          "${member.parent.fqdn}",
          "${member.fqdn}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "${member.parent.internalWeb}",
            "${member.fqdn}",
            "${member.parent.fqdn}",
            "${simpleUrls.meet}",
            "${simpleUrls.dialin}",
            "${simpleUrls.admin}",
            "lyncdiscoverinternal.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "${simpleUrls.meet}",
          "${simpleUrls.dialin}",
          "${simpleUrls.admin}",
          "lyncdiscoverinternal.${autodiscoverDomains}"
        ]
      }
    },
    "front-end-web-external": {
      "extends": "internal-certificate",
      "title": "Front End Server, external web services",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Front End Servers in a Front End pool, Web external; Certificates for mobility",
      "dialed": "the port for the reverse proxy on each server, as the FQDN of the external web services",
      "dial": [
        {
          "each": "frontEndPools.members",
          "as": "member",
          "host": "${member.parent.externalWeb}",
          "address": "${member.address}",
          "lookup": "${member.fqdn}",
          "port": 4443
        }
      ],
      "subject": {
        "commonName": [
          "${member.parent.fqdn}",
          "${member.fqdn}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "${member.parent.externalWeb}",
            "${simpleUrls.dialin}",
            "${simpleUrls.admin}",
            "${simpleUrls.meet}",
            "lyncdiscover.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "${simpleUrls.dialin}",
          "${simpleUrls.admin}",
          "${simpleUrls.meet}",
          "lyncdiscover.${autodiscoverDomains}"
        ]
      }
    },
    "director": {
      "extends": "internal-certificate",
      "title": "Director, default certificate",
      "source": "System requirements for Skype for Business Server 2019, Certificates for the Director, Default; TLS and MTLS for Skype for Business Server, server-to-server connections; Port and protocol requirements for servers, Directors, 5061",
      "dialed": "the SIP port of each Director, as the FQDN of the Director pool",
      "dial": [
        {
          "each": "directorPools.members",
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
            "${member.fqdn}",
            "${member.parent.fqdn}",
            "sip.${member.parent.strictSipDomains}",
            "${sipNames}"
          ]
        }
      },
      "clientCertificate": {
        "requested": "required"
      }
    },
    "director-web-internal": {
      "extends": "internal-certificate",
      "title": "Director, internal web services",
      "source": "System requirements for Skype for Business Server 2019, Certificates for the Director, Web internal; Certificates for mobility",
      "dialed": "the internal HTTPS port of each Director, as its FQDN",
      "dial": [
        {
          "each": "directorPools.members",
          "as": "member",
          "host": "${member.fqdn}",
          "address": "${member.address}",
          "port": 443
        }
      ],
      "subject": {
        "commonName": [
          "${member.fqdn}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "${member.fqdn}",
            "${member.parent.fqdn}",
            "${simpleUrls.meet}",
            "${simpleUrls.dialin}",
            "${simpleUrls.admin}",
            "lyncdiscoverinternal.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "${simpleUrls.meet}",
          "${simpleUrls.dialin}",
          "${simpleUrls.admin}",
          "lyncdiscoverinternal.${autodiscoverDomains}"
        ]
      }
    },
    "director-web-external": {
      "extends": "internal-certificate",
      "title": "Director, external web services",
      "source": "System requirements for Skype for Business Server 2019, Certificates for the Director, Web external; Certificates for mobility",
      "dialed": "the port for the reverse proxy on each Director, as the FQDN of its external web services",
      "dial": [
        {
          "each": "directorPools.members",
          "as": "member",
          "host": "${member.parent.externalWeb}",
          "address": "${member.address}",
          "lookup": "${member.fqdn}",
          "port": 4443
        }
      ],
      "subject": {
        "commonName": [
          "${member.fqdn}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "${member.parent.externalWeb}",
            "${simpleUrls.meet}",
            "${simpleUrls.dialin}",
            "lyncdiscover.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "${simpleUrls.meet}",
          "${simpleUrls.dialin}",
          "lyncdiscover.${autodiscoverDomains}"
        ]
      },
      "notVisible": [
        {
          "demand": "The private key is not exportable.",
          "verify": "Run on the server: certutil -v -store My (look for \"Private key is NOT exportable\")."
        },
        {
          "demand": "The friendly name of the certificate is unique in the computer store.",
          "verify": "Run on the server: Get-ChildItem Cert:\\LocalMachine\\My | Group-Object FriendlyName"
        },
        {
          "demand": "The FQDN of the external web services of the Director differs from those of all Front End pools and servers.",
          "verify": "Run in the Management Shell: Get-CsService -WebServer | Select-Object PoolFqdn, ExternalFqdn"
        }
      ]
    },
    "mediation": {
      "extends": "internal-certificate",
      "title": "Mediation Server",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Stand-alone Mediation Server, Default; Port and protocol requirements for servers, Mediation Servers, 5070 TCP (MTLS)",
      "dialed": "the port for Front End Servers on each server, as the FQDN of the pool",
      "dial": [
        {
          "each": "mediationPools.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.address}",
          "lookup": "${member.fqdn}",
          "port": 5070
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
            "${member.parent.fqdn}",
            "${member.fqdn}"
          ]
        }
      },
      "clientCertificate": {
        "requested": "required"
      }
    },
    "mediation-gateway": {
      "extends": "mediation",
      "title": "Mediation Server, towards PSTN gateways",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Stand-alone Mediation Server, Default; Encryption for Skype for Business Server: \"If TLS is configured on this link, MTLS is required\"",
      "dialed": "the TLS port for PSTN gateways on each server, as the FQDN of the pool",
      "dial": [
        {
          "each": "mediationPools.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.address}",
          "lookup": "${member.fqdn}",
          "port": "${member.parent.gatewayPort}"
        }
      ]
    },
    "branch-appliance": {
      "extends": "internal-certificate",
      "title": "Survivable Branch Appliance",
      "source": "System requirements for Skype for Business Server 2019, Certificates for Survivable Branch Appliance, Default; TLS and MTLS for Skype for Business Server, server-to-server connections",
      "dialed": "the SIP port of each appliance, as its FQDN",
      "dial": [
        {
          "each": "branchAppliances",
          "as": "appliance",
          "host": "${appliance.fqdn}",
          "address": "${appliance.address}",
          "port": 5061
        }
      ],
      "subject": {
        "commonName": [
          "${appliance.fqdn}"
        ]
      },
      "names": {
        "matcher": "mtls",
        "required": {
          "dns": [
            "sip.${sipDomains}"
          ]
        }
      },
      "clientCertificate": {
        "requested": "required"
      }
    },
    "edge-external": {
      "abstract": true,
      "extends": "certificate",
      "title": "Edge Server, external interface",
      "source": "Edge Server environmental requirements in Skype for Business Server, Edge Certificate table, External Edge",
      "access": "external",
      "subject": {
        "commonName": [
          "${member.parent.access}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "${member.parent.access}",
            "${member.parent.webConferencing}",
            "sip.${sipDomains}"
          ]
        }
      },
      "trust": {
        "list": "external",
        "publiclyTrusted": "required",
        "source": "Edge Server environmental requirements in Skype for Business Server, External Certificates"
      },
      "notVisible": [
        {
          "demand": "The private key is exportable, so that every Edge Server of the pool gets the same certificate and key.",
          "verify": "Run on the server where the certificate was requested: certutil -v -store My (look for \"Private key is exportable\")."
        },
        {
          "demand": "The A/V Authentication service uses the same certificate and key on every Edge Server of the pool.",
          "verify": "Run on each Edge Server and compare the thumbprints: Get-CsCertificate -Type AudioVideoAuthentication"
        },
        {
          "demand": "The certificate does not come from auto-enrollment, which is not supported for Edge Servers.",
          "verify": "Run on the server: certutil -v -store My (look for the certificate template and the requester)."
        }
      ]
    },
    "edge-access": {
      "extends": "edge-external",
      "title": "Access Edge service, for clients",
      "source": "Edge Server environmental requirements in Skype for Business Server, Edge Certificate table, External Edge",
      "dialed": "the external address of each Access Edge service, as its external FQDN",
      "dial": [
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.access}",
          "address": "${member.accessAddress}",
          "port": "${member.parent.accessPort}"
        }
      ],
      "sharing": {
        "sameCertificateAs": [
          "edge-access"
        ],
        "within": "member.parent",
        "source": "Edge Server environmental requirements in Skype for Business Server, External Certificates: \"the exact same certificate with the same private key\""
      }
    },
    "edge-federation": {
      "extends": "edge-external",
      "title": "Access Edge service, for federation and public IM",
      "source": "Edge Server environmental requirements in Skype for Business Server, Edge Certificate table, External Edge; Edge Server environmental requirements in Skype for Business Server, External port firewall summary table, Access/SIP(MTLS) 5061",
      "dialed": "the federation port of each Access Edge service, as its external FQDN",
      "dial": [
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.access}",
          "address": "${member.accessAddress}",
          "port": "${member.parent.federationPort}"
        }
      ],
      "clientCertificate": {
        "requested": "required"
      },
      "sharing": {
        "sameCertificateAs": [
          "edge-access"
        ],
        "within": "member.parent",
        "source": "Edge Server environmental requirements in Skype for Business Server, External Certificates: \"the exact same certificate with the same private key\""
      }
    },
    "edge-web-conferencing": {
      "extends": "edge-external",
      "title": "Web Conferencing Edge service",
      "source": "Edge Server environmental requirements in Skype for Business Server, Edge Certificate table, External Edge",
      "dialed": "the external address of each Web Conferencing Edge service, as its external FQDN",
      "dial": [
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.webConferencing}",
          "address": "${member.webConferencingAddress}",
          "port": "${member.parent.webConferencingPort}"
        }
      ],
      "sharing": {
        "sameCertificateAs": [
          "edge-web-conferencing"
        ],
        "within": "member.parent",
        "source": "Edge Server environmental requirements in Skype for Business Server, External Certificates: \"the exact same certificate with the same private key\""
      }
    },
    "edge-internal": {
      "extends": "certificate",
      "title": "Edge Server, internal interface",
      "source": "Edge Server environmental requirements in Skype for Business Server, Edge Certificate table, Internal Edge; Edge Server environmental requirements in Skype for Business Server, Internal port firewall summary table, SIP/MTLS 5061 and 5062, PSOM/MTLS 8057",
      "access": "internal",
      "dialed": "the MTLS ports (SIP, A/V authentication, web conferencing) of each internal interface, as the FQDN of the Edge pool",
      "dial": [
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.internalAddress}",
          "port": 5061
        },
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.internalAddress}",
          "port": 5062
        },
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.internalAddress}",
          "port": 8057
        }
      ],
      "subject": {
        "commonName": [
          "${member.parent.fqdn}"
        ]
      },
      "names": {
        "forbidden": {
          "dns": [
            "*"
          ]
        },
        "source": "Edge Server environmental requirements in Skype for Business Server, Internal Certificates: \"it uses an SN entry, and no SAN entries\""
      },
      "clientCertificate": {
        "requested": "required"
      },
      "notVisible": [
        {
          "demand": "The certificate does not come from auto-enrollment, which is not supported for Edge Servers.",
          "verify": "Run on the server: certutil -v -store My (look for the certificate template and the requester)."
        }
      ]
    },
    "edge-replication": {
      "extends": "edge-internal",
      "title": "Edge Server, replication of the Central Management store",
      "source": "Edge Server environmental requirements in Skype for Business Server, Edge Certificate table, Internal Edge",
      "dialed": "the HTTPS port for replication on each internal interface, as the FQDN of the Edge pool",
      "dial": [
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.fqdn}",
          "address": "${member.internalAddress}",
          "port": 4443
        }
      ],
      "clientCertificate": {
        "requested": "free"
      }
    },
    "reverse-proxy": {
      "extends": "certificate",
      "title": "Reverse proxy, external interface",
      "source": "System requirements for Skype for Business Server 2019, Certificates for mobility, Reverse Proxy and note",
      "access": "external",
      "dialed": "the external HTTPS port, as each FQDN of external web services that it publishes",
      "dial": [
        {
          "each": "reverseProxies",
          "as": "proxy",
          "host": "${proxy.externalWeb}",
          "address": "${proxy.address}",
          "port": 443
        }
      ],
      "names": {
        "required": {
          "dns": [
            "${proxy.externalWeb}",
            "lyncdiscover.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "lyncdiscover.${autodiscoverDomains}"
        ]
      },
      "trust": {
        "list": "external",
        "publiclyTrusted": "required",
        "source": "System requirements for Skype for Business Server 2019, Certificates for external user access (Edge): \"also going to use a public certificate\""
      }
    }
  }
};
