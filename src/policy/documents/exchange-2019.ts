import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from exchange-2019.yaml. */
export const document: PolicyDocument = {
  "id": "exchange-2019",
  "title": "Exchange Server 2019",
  "requestFormat": "inf",
  "source": "Digital certificates and encryption in Exchange Server (Microsoft Learn, exchange/architecture/client-access/certificates)",
  "extends": "tls-server",
  "parameters": {
    "clientNames": {
      "kind": "name",
      "list": true,
      "required": true,
      "description": "Names under which clients reach Outlook on the web, Exchange Web Services, ActiveSync, MAPI and the offline address book: mail.contoso.com."
    },
    "autodiscoverDomains": {
      "kind": "name",
      "list": true,
      "required": true,
      "description": "SMTP domains whose clients look for autodiscover.DOMAIN. Leave out those that use an SRV record or a redirect instead."
    },
    "popNames": {
      "kind": "name",
      "list": true,
      "description": "Names under which clients reach POP3 on port 995. Absent: POP3 is not in use there."
    },
    "popStartTlsNames": {
      "kind": "name",
      "list": true,
      "description": "Names under which clients reach POP3 on port 110, by STARTTLS. Absent: POP3 is not in use there."
    },
    "imapNames": {
      "kind": "name",
      "list": true,
      "description": "Names under which clients reach IMAP4 on port 993. Absent: IMAP4 is not in use there."
    },
    "imapStartTlsNames": {
      "kind": "name",
      "list": true,
      "description": "Names under which clients reach IMAP4 on port 143, by STARTTLS. Absent: IMAP4 is not in use there."
    },
    "servers": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "Mailbox servers. Each is dialed under every name that clients use.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The FQDN of the server."
        },
        "address": {
          "kind": "address",
          "description": "Its IP address. Absent: the FQDN is resolved."
        },
        "backEndPort": {
          "kind": "port",
          "description": "Port of the site Exchange Back End: 444. Absent: the site is not dialed (clients never do)."
        }
      }
    },
    "loadBalancers": {
      "kind": "object",
      "list": true,
      "description": "Load balancers and reverse proxies in front of the servers, whether they decrypt and encrypt again or pass TLS through.",
      "fields": {
        "address": {
          "kind": "address",
          "required": true,
          "description": "The address that clients connect to."
        }
      }
    },
    "receiveConnectors": {
      "kind": "object",
      "list": true,
      "description": "Receive connectors that SMTP clients and servers reach, by STARTTLS.",
      "fields": {
        "name": {
          "kind": "name",
          "required": true,
          "description": "The name that SMTP clients or servers connect to."
        },
        "address": {
          "kind": "address",
          "description": "The IP address. Absent: the name is resolved."
        },
        "port": {
          "kind": "port",
          "default": 25,
          "description": "The port of the connector: 25 for mail servers, 587 for clients."
        }
      }
    },
    "smtpGateways": {
      "kind": "object",
      "list": true,
      "description": "Load balancers and mail gateways in front of the connectors where TLS begins at once, which Exchange itself does not offer.",
      "fields": {
        "name": {
          "kind": "name",
          "required": true,
          "description": "The name that SMTP clients or servers connect to."
        },
        "address": {
          "kind": "address",
          "description": "The IP address. Absent: the name is resolved."
        },
        "port": {
          "kind": "port",
          "default": 465,
          "description": "The port where TLS begins at once."
        }
      }
    },
    "hybridDomain": {
      "kind": "name",
      "description": "The primary SMTP domain that a hybrid deployment shares with Exchange Online. Absent: no hybrid deployment."
    },
    "hybridServers": {
      "kind": "object",
      "list": true,
      "description": "Mailbox servers that exchange mail with Exchange Online, by STARTTLS.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The name that Exchange Online connects to."
        },
        "address": {
          "kind": "address",
          "description": "The IP address. Absent: the FQDN is resolved."
        },
        "port": {
          "kind": "port",
          "default": 25,
          "description": "The port of the connector. Exchange Online connects to 25."
        }
      }
    },
    "edgeServers": {
      "kind": "object",
      "list": true,
      "description": "Edge Transport servers of a hybrid deployment, which speak STARTTLS.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The external FQDN of the Edge Transport server."
        },
        "address": {
          "kind": "address",
          "description": "The IP address. Absent: the FQDN is resolved."
        },
        "port": {
          "kind": "port",
          "default": 25,
          "description": "The port of the connector. Exchange Online connects to 25."
        }
      }
    }
  },
  "roles": {
    "client-access": {
      "abstract": true,
      "extends": "server",
      "title": "Client access",
      "source": "Digital certificates and encryption in Exchange Server, \"Certificate requirements for Exchange services\", IIS (HTTP)",
      "access": "external",
      "names": {
        "source": "Digital certificates and encryption in Exchange Server, \"Certificate requirements for Exchange services\", IIS (HTTP) (all names in one certificate), and \"Best practices\", \"Use as few host names as possible\" (autodiscover)",
        "required": {
          "dns": [
            "${clientNames}",
            "autodiscover.${autodiscoverDomains}"
          ]
        }
      },
      "key": {
        "source": "Exchange Server, hotfix update of April 2024 (KB5037224), which brought support for ECC certificates beside RSA",
        "types": [
          "rsa",
          "ec"
        ]
      },
      "trust": {
        "source": "Digital certificates and encryption in Exchange Server, \"Digital certificates overview\" (valid certification path)",
        "list": "external"
      },
      "notVisible": [
        {
          "demand": "The Exchange Server Auth Certificate, which signs tokens and is used at no TLS port, is valid and the same on all servers.",
          "verify": "Get-AuthConfig | Format-List *Certificate*; Get-ExchangeCertificate -Thumbprint THUMBPRINT on each server.",
          "source": "Digital certificates and encryption in Exchange Server, \"Certificates in Exchange\", Microsoft Exchange Server Auth Certificate"
        }
      ]
    },
    "iis": {
      "extends": "client-access",
      "title": "IIS services",
      "dialed": "port 443 of each Mailbox server (Outlook on the web, Autodiscover, EWS, ActiveSync, MAPI), under each client name and autodiscover.DOMAIN",
      "site": "internal",
      "dial": [
        {
          "each": "servers",
          "as": "server",
          "host": "${clientNames}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 443
        },
        {
          "each": "servers",
          "as": "server",
          "host": "autodiscover.${autodiscoverDomains}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 443
        }
      ],
      "sharing": {
        "source": "Certificate Planning in Exchange 2013 (Exchange Team Blog, 19 March 2014), fifth rule; the architecture is the same",
        "sameCertificateAs": [
          "iis"
        ]
      }
    },
    "load-balancer": {
      "extends": "client-access",
      "title": "Load balancer or reverse proxy",
      "dialed": "port 443 of each load balancer, under each client name and autodiscover.DOMAIN",
      "dial": [
        {
          "each": "loadBalancers",
          "as": "balancer",
          "host": "${clientNames}",
          "address": "${balancer.address}",
          "port": 443
        },
        {
          "each": "loadBalancers",
          "as": "balancer",
          "host": "autodiscover.${autodiscoverDomains}",
          "address": "${balancer.address}",
          "port": 443
        }
      ],
      "sharing": {
        "source": "Exchange Server Support for Windows Extended Protection, \"SSL Bridging supported scenarios\" (on by default since Exchange 2019 CU14)",
        "sameCertificateAs": [
          "iis"
        ]
      },
      "notVisible": [
        {
          "demand": "The load balancer does not pass decrypted HTTP to the servers (SSL offloading), which breaks Extended Protection.",
          "verify": "The configuration of the load balancer; ExchangeExtendedProtectionManagement.ps1 -ShowExtendedProtection on a server.",
          "source": "Exchange Server Support for Windows Extended Protection, \"SSL Offloading scenarios are not supported\""
        }
      ]
    },
    "pop-imap": {
      "extends": "server",
      "title": "POP3 and IMAP4",
      "dialed": "ports 995 and 993, and by STARTTLS 110 and 143, of each Mailbox server, under the names for POP3 and IMAP4",
      "site": "internal",
      "source": "Digital certificates and encryption in Exchange Server, \"Certificate requirements for Exchange services\", POP or IMAP",
      "access": "external",
      "dial": [
        {
          "each": "servers",
          "as": "server",
          "host": "${popNames}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 995
        },
        {
          "each": "servers",
          "as": "server",
          "host": "${imapNames}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 993
        },
        {
          "each": "servers",
          "as": "server",
          "host": "${popStartTlsNames}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "startTls": "pop3"
        },
        {
          "each": "servers",
          "as": "server",
          "host": "${imapStartTlsNames}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "startTls": "imap"
        }
      ],
      "names": {
        "required": {
          "dns": [
            "${host}"
          ]
        }
      },
      "key": {
        "source": "Exchange Server, hotfix update of April 2024 (KB5037224), which brought support for ECC certificates beside RSA",
        "types": [
          "rsa",
          "ec"
        ]
      },
      "trust": {
        "source": "Digital certificates and encryption in Exchange Server, \"Digital certificates overview\" (valid certification path)",
        "list": "external"
      }
    },
    "receive-connector": {
      "extends": "server",
      "title": "SMTP Receive connector",
      "dialed": "each connector, by STARTTLS, and each gateway where TLS begins at once, under its name",
      "source": "Digital certificates and encryption in Exchange Server, \"Certificate requirements for Exchange services\", SMTP",
      "access": "external",
      "dial": [
        {
          "each": "receiveConnectors",
          "as": "connector",
          "host": "${connector.name}",
          "address": "${connector.address}",
          "port": "${connector.port}",
          "startTls": "smtp"
        },
        {
          "each": "smtpGateways",
          "as": "gateway",
          "host": "${gateway.name}",
          "address": "${gateway.address}",
          "port": "${gateway.port}"
        }
      ],
      "names": {
        "required": {
          "dns": [
            "${host}"
          ]
        }
      },
      "key": {
        "source": "Exchange Server, hotfix update of April 2024 (KB5037224), which brought support for ECC certificates beside RSA",
        "types": [
          "rsa",
          "ec"
        ]
      },
      "trust": {
        "source": "Digital certificates and encryption in Exchange Server, \"Digital certificates overview\" (valid certification path)",
        "list": "external"
      },
      "notVisible": [
        {
          "demand": "Exchange picks this certificate for the connector because its TlsCertificateName names it.",
          "verify": "Get-ReceiveConnector | Format-List Identity,Fqdn,TlsCertificateName",
          "source": "Configure authenticated SMTP settings for POP3 and IMAP4 clients in Exchange Server"
        }
      ]
    },
    "hybrid-transport": {
      "extends": "server",
      "title": "Hybrid mail transport",
      "dialed": "each Mailbox server that exchanges mail with Exchange Online, by STARTTLS",
      "source": "Certificate requirements for hybrid deployments (Microsoft Learn, exchange/certificate-requirements)",
      "access": "external",
      "dial": [
        {
          "each": "hybridServers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": "${server.port}",
          "startTls": "smtp"
        }
      ],
      "subject": {
        "source": "Certificate requirements for hybrid deployments, table of suggested FQDNs, Primary shared SMTP domain",
        "commonName": [
          "${hybridDomain}"
        ]
      },
      "names": {
        "source": "Certificate requirements for hybrid deployments, table of suggested FQDNs, Autodiscover and Transport",
        "required": {
          "dns": [
            "${hybridDomain}",
            "autodiscover.${hybridDomain}",
            "${edgeServers.fqdn}"
          ]
        }
      },
      "trust": {
        "source": "Certificate requirements for hybrid deployments, \"you must use … certificates that you have purchased from a trusted third-party CA\"",
        "list": "external",
        "publiclyTrusted": "required"
      },
      "notVisible": [
        {
          "demand": "Each Active Directory forest has a certificate of its own for hybrid mail transport.",
          "verify": "Get-HybridConfiguration | Format-List TlsCertificateName in each forest.",
          "source": "Certificate requirements for hybrid deployments, \"you must use a separate third-party CA certificate for each Active Directory forest\""
        }
      ]
    },
    "edge-transport": {
      "extends": "hybrid-transport",
      "title": "Hybrid Edge Transport server",
      "dialed": "each Edge Transport server, by STARTTLS, under its external FQDN",
      "dial": [
        {
          "each": "edgeServers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": "${server.port}",
          "startTls": "smtp"
        }
      ],
      "sharing": {
        "source": "Certificate requirements for hybrid deployments, \"this certificate must also be installed on all Edge Transport servers\"",
        "sameIssuerAs": [
          "edge-transport"
        ],
        "sameSubjectAs": [
          "edge-transport"
        ]
      }
    },
    "back-end": {
      "extends": "server",
      "title": "Back end",
      "dialed": "the site Exchange Back End of each Mailbox server, under its FQDN",
      "source": "Digital certificates and encryption in Exchange Server, \"Properties of the default self-signed certificates\", Microsoft Exchange",
      "access": "internal",
      "dial": [
        {
          "each": "servers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": "${server.backEndPort}"
        }
      ],
      "names": {
        "required": {
          "dns": [
            "${host}"
          ]
        },
        "wildcard": "forbidden"
      },
      "extendedKeyUsage": {
        "allowed": [],
        "absent": "fail"
      },
      "keyUsage": {
        "required": [
          "digitalSignature",
          "keyEncipherment"
        ],
        "allowed": [],
        "absent": "fail"
      },
      "trust": {
        "source": "Exchange 2013 clients not able to connect using Outlook Anywhere (Microsoft archive, miguelo), a third-party certificate on port 444",
        "list": "internal",
        "publiclyTrusted": "forbidden"
      },
      "sharing": {
        "source": "Exchange 2013 clients not able to connect using Outlook Anywhere (Microsoft archive, miguelo), a third-party certificate on port 444",
        "differentKeyFrom": [
          "iis"
        ]
      },
      "plan": {
        "madeBy": "Exchange setup"
      },
      "notVisible": [
        {
          "demand": "The other Exchange servers trust this self-signed certificate, as they do from setup on.",
          "verify": "Get-ExchangeCertificate -Server NAME lists it with the services IIS and SMTP; HealthChecker.ps1 finds nothing wrong with it.",
          "source": "Digital certificates and encryption in Exchange Server, \"Certificates in Exchange\", Microsoft Exchange"
        }
      ]
    }
  },
  "severity": {
    "subject-name": [
      {
        "roles": [
          "hybrid-transport",
          "edge-transport"
        ],
        "severity": "warning"
      },
      {
        "severity": "error"
      }
    ],
    "subject-alternative-names": [
      {
        "roles": [
          "hybrid-transport",
          "edge-transport"
        ],
        "severity": "warning"
      },
      {
        "severity": "error"
      }
    ],
    "key-sharing": [
      {
        "roles": [
          "load-balancer",
          "back-end"
        ],
        "severity": "error"
      },
      {
        "severity": "warning"
      }
    ],
    "chain-trust": [
      {
        "roles": [
          "back-end"
        ],
        "fault": "self-signed",
        "severity": "off"
      },
      {
        "severity": "critical"
      }
    ],
    "signature-algorithm": [
      {
        "roles": [
          "back-end"
        ],
        "fault": "forbidden-hash",
        "severity": "off"
      },
      {
        "severity": "error"
      }
    ]
  }
};
