import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from lync-2013.yaml. */
export const document: PolicyDocument = {
  "id": "lync-2013",
  "title": "Lync Server 2013",
  "source": "Certificate infrastructure requirements for Lync Server 2013 (TechNet Gg398066)",
  "extends": "skype-for-business-2019",
  "severity": {
    "subject-name": [
      {
        "severity": "warning",
        "roles": [
          "edge-access",
          "edge-federation",
          "edge-aol",
          "edge-web-conferencing"
        ]
      },
      {
        "severity": "error"
      }
    ]
  },
  "parameters": {
    "officeWebApps": {
      "kind": "name",
      "list": true,
      "description": "FQDNs of the Office Web Apps Servers that the reverse proxies publish."
    },
    "xmppDomains": {
      "kind": "name",
      "list": true,
      "description": "Domains of the XMPP federation. Absent without XMPP."
    },
    "aolPort": {
      "kind": "port",
      "description": "Federation port of the Access Edge service, usually 5061, if public IM reaches AOL. Absent without AOL."
    },
    "persistentChatServers": {
      "kind": "object",
      "list": true,
      "description": "Persistent Chat Servers that run the web services for file upload and download.",
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
  },
  "roles": {
    "certificate": {
      "abstract": true,
      "extendedKeyUsage": {
        "source": "Certificate infrastructure requirements for Lync Server 2013, common requirements; Public Key Infrastructure for Lync Server 2013 (Dn481131), Enhanced Key Usage"
      },
      "pointers": {
        "source": "Certificate infrastructure requirements for Lync Server 2013, common requirements; Public Key Infrastructure for Lync Server 2013, CRL Distribution Points"
      },
      "key": {
        "source": "Certificate infrastructure requirements for Lync Server 2013, common requirements (key lengths; ECDH_P256, ECDH_P384 and ECDH_P521)"
      },
      "signature": {
        "source": "Certificate infrastructure requirements for Lync Server 2013, common requirements (digest sizes; note on RSASSA-PSS)"
      }
    },
    "standard-edition": {
      "source": "Certificate requirements for internal servers in Lync Server 2013 (Gg398094), Certificates for Standard Edition Server, Default; TLS and MTLS for Lync Server 2013 (Dn481133), server-to-server connections; Ports and protocols for internal servers in Lync Server 2013 (Gg398833), Front End Servers, 5061"
    },
    "standard-edition-web-internal": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Standard Edition Server, Web internal; Certificate requirements for mobility in Lync Server 2013 (Hh690044), Front End Pool"
    },
    "standard-edition-web-external": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Standard Edition Server, Web external; Certificate requirements for mobility in Lync Server 2013, Front End Pool"
    },
    "front-end": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Front End Server in a Front End Pool, Default; TLS and MTLS for Lync Server 2013, server-to-server connections; Ports and protocols for internal servers in Lync Server 2013, Front End Servers, 5061"
    },
    "front-end-web-internal": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Front End Server in a Front End Pool, Web Internal; Certificate requirements for mobility in Lync Server 2013, Front End Pool"
    },
    "front-end-web-external": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Front End Server in a Front End Pool, Web external; Certificate requirements for mobility in Lync Server 2013, Front End Pool"
    },
    "director": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Director, Default; TLS and MTLS for Lync Server 2013, server-to-server connections; Ports and protocols for internal servers in Lync Server 2013, Directors, 5061"
    },
    "director-web-internal": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Director, Web Internal; Certificate requirements for mobility in Lync Server 2013, Director Pool"
    },
    "director-web-external": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Director, Web external; Certificate requirements for mobility in Lync Server 2013, Director Pool",
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
    "mediation": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Stand-alone Mediation Server, Default; Ports and protocols for internal servers in Lync Server 2013, Mediation Servers, 5070 TCP (MTLS)"
    },
    "mediation-gateway": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Stand-alone Mediation Server, Default; Encryption for Lync Server 2013: \"If TLS is configured on this link, MTLS is required\""
    },
    "branch-appliance": {
      "source": "Certificate requirements for internal servers in Lync Server 2013, Certificates for Survivable Branch Appliance, Default; TLS and MTLS for Lync Server 2013, server-to-server connections"
    },
    "persistent-chat": {
      "extends": "internal-certificate",
      "title": "Persistent Chat Server, web services for files",
      "source": "Certificate requirements for Persistent Chat server in Lync Server 2013 (Gg412990)",
      "dialed": "the HTTPS port of each server, as its FQDN",
      "dial": [
        {
          "each": "persistentChatServers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": 443
        }
      ],
      "trust": {
        "source": "Certificate requirements for Persistent Chat server in Lync Server 2013"
      }
    },
    "edge-external": {
      "abstract": true,
      "names": {
        "required": {
          "dns": [
            "${member.parent.access}",
            "${member.parent.webConferencing}",
            "sip.${sipDomains}",
            "xmpp.${xmppDomains}",
            "*.${xmppDomains}"
          ]
        },
        "source": "Certificate requirements for external user access in Lync Server 2013 (Gg398920); Certificate summary - Scaled consolidated edge (Gg425921), External Edge and Extensible Messaging and Presence Protocol"
      },
      "trust": {
        "source": "Certificate requirements for external user access in Lync Server 2013: \"must be issued by an approved public CA\""
      }
    },
    "edge-access": {
      "source": "Certificate requirements for external user access in Lync Server 2013; Certificate summary - Scaled consolidated edge, External Edge",
      "sharing": {
        "source": "Certificate requirements for external user access in Lync Server 2013: \"the same certificate used on each Edge Server in the Edge pool\"; Plan for Edge Server certificates in Lync Server 2013 (Gg413010)"
      }
    },
    "edge-federation": {
      "source": "Certificate requirements for external user access in Lync Server 2013; Certificate summary - Scaled consolidated edge, External Edge; Port summary - Scaled consolidated edge with hardware load balancers in Lync Server 2013 (Gg398739), Access/SIP(MTLS)/TCP/5061",
      "sharing": {
        "source": "Certificate requirements for external user access in Lync Server 2013: \"the same certificate used on each Edge Server in the Edge pool\"; Plan for Edge Server certificates in Lync Server 2013 (Gg413010)"
      }
    },
    "edge-aol": {
      "extends": "edge-federation",
      "title": "Access Edge service, for public IM with AOL",
      "source": "Certificate summary - Public Instant Messaging Connectivity, External/Access Edge",
      "dialed": "the federation port of each Access Edge service, as its external FQDN",
      "dial": [
        {
          "each": "edgePools.members",
          "as": "member",
          "host": "${member.parent.access}",
          "address": "${member.accessAddress}",
          "port": "${aolPort}"
        }
      ],
      "extendedKeyUsage": {
        "required": [
          "serverAuth",
          "clientAuth"
        ],
        "source": "Certificate summary - Public Instant Messaging Connectivity: \"must have the server EKU and client EKU if public IM connectivity with AOL is to be deployed\""
      },
      "trust": {
        "publiclyTrusted": "free"
      }
    },
    "edge-web-conferencing": {
      "source": "Certificate requirements for external user access in Lync Server 2013; Certificate summary - Scaled consolidated edge, External Edge",
      "sharing": {
        "source": "Certificate requirements for external user access in Lync Server 2013: \"the same certificate used on each Edge Server in the Edge pool\"; Plan for Edge Server certificates in Lync Server 2013 (Gg413010)"
      }
    },
    "edge-internal": {
      "source": "Certificate summary - Scaled consolidated edge, Internal Edge; Certificate requirements for external user access in Lync Server 2013, Edge internal interface; Port summary - Scaled consolidated edge with hardware load balancers in Lync Server 2013, SIP/MTLS 5061 and 5062, PSOM/MTLS 8057",
      "names": {
        "forbidden": {
          "dns": [
            "xn--*",
            "*.xn--*"
          ]
        },
        "wildcard": "allowed",
        "source": "Wildcard certificate support in Lync Server 2013 (Hh202161), note on the internal Edge Server interface"
      },
      "notVisible": [
        {
          "demand": "The private key is exportable, so that every Edge Server of the pool gets the same certificate and key.",
          "verify": "Run on the server where the certificate was requested: certutil -v -store My (look for \"Private key is exportable\").",
          "source": "Plan for Edge Server certificates in Lync Server 2013: \"a single internal certificate with exportable private key\""
        },
        {
          "demand": "The certificate does not come from auto-enrollment, which is not supported for Edge Servers.",
          "verify": "Run on the server: certutil -v -store My (look for the certificate template and the requester).",
          "source": "Certificate infrastructure requirements for Lync Server 2013, common requirements"
        }
      ]
    },
    "edge-replication": {
      "source": "Certificate summary - Scaled consolidated edge, Internal Edge",
      "sharing": {
        "sameCertificateAs": [
          "edge-internal"
        ],
        "within": "member.parent",
        "source": "Plan for Edge Server certificates in Lync Server 2013: \"exporting the certificate with the private key and assigning to each internal Edge interface\""
      }
    },
    "reverse-proxy": {
      "source": "Certificate summary - Reverse proxy in Lync Server 2013 (JJ205381); Request and configure a certificate for your reverse HTTP proxy (Gg429704)",
      "subject": {
        "commonName": [
          "${proxy.externalWeb}"
        ]
      },
      "names": {
        "required": {
          "dns": [
            "${proxy.externalWeb}",
            "${simpleUrls.dialin}",
            "${simpleUrls.meet}",
            "${officeWebApps}",
            "lyncdiscover.${autodiscoverDomains}"
          ]
        },
        "wildcard": [
          "${simpleUrls.dialin}",
          "${simpleUrls.meet}",
          "lyncdiscover.${autodiscoverDomains}"
        ]
      },
      "trust": {
        "source": "Certificate summary - Reverse proxy in Lync Server 2013: \"must be issued by a public CA and with the server EKU\""
      }
    }
  }
};
