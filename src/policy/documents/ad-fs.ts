import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from ad-fs.yaml. */
export const document: PolicyDocument = {
  "id": "ad-fs",
  "title": "Active Directory Federation Services with Web Application Proxy",
  "requestFormat": "inf",
  "source": "AD FS Requirements (Microsoft Learn, windows-server/identity/ad-fs/overview/ad-fs-requirements)",
  "extends": "tls-server",
  "parameters": {
    "federationServiceName": {
      "kind": "name",
      "required": true,
      "description": "The name of the federation service: fs.contoso.com."
    },
    "userCertificateName": {
      "kind": "name",
      "description": "certauth. before the name of the federation service (certauth.fs.contoso.com), if users sign in with certificates on port 443."
    },
    "userCertificatePort": {
      "kind": "port",
      "description": "The port on which users sign in with certificates under the name of the federation service: 49443. Absent: they do so on port 443 under userCertificateName, or not at all."
    },
    "upnSuffixes": {
      "kind": "name",
      "list": true,
      "description": "UPN suffixes in use, if devices are registered: the certificate needs enterpriseregistration. before each. Absent: no device registration."
    },
    "federationServers": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "The servers of the farm.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The FQDN of the server."
        },
        "address": {
          "kind": "address",
          "description": "Its IP address. Absent: the FQDN is resolved."
        }
      }
    },
    "proxies": {
      "kind": "object",
      "list": true,
      "description": "Web Application Proxy servers, or other proxies that support MS-ADFSPIP.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The FQDN of the proxy."
        },
        "address": {
          "kind": "address",
          "description": "Its IP address. Absent: the FQDN is resolved."
        }
      }
    },
    "loadBalancers": {
      "kind": "object",
      "list": true,
      "description": "Load balancers in front of the farm.",
      "fields": {
        "address": {
          "kind": "address",
          "required": true,
          "description": "The address to which the names resolve inside."
        }
      }
    },
    "proxyLoadBalancers": {
      "kind": "object",
      "list": true,
      "description": "Load balancers in front of the proxies.",
      "fields": {
        "address": {
          "kind": "address",
          "required": true,
          "description": "The address to which the names resolve outside."
        }
      }
    }
  },
  "roles": {
    "federation-service": {
      "abstract": true,
      "extends": "server",
      "title": "Federation service",
      "source": "AD FS Requirements, \"Requirements for TLS/SSL Certificates\"",
      "access": "external",
      "names": {
        "required": {
          "dns": [
            "${federationServiceName}",
            "${userCertificateName}",
            "enterpriseregistration.${upnSuffixes}"
          ]
        },
        "wildcard": [
          "${federationServiceName}",
          "enterpriseregistration.${upnSuffixes}"
        ],
        "source": "AD FS Requirements, \"Requirements for TLS/SSL Certificates\"; wildcards are supported according to SSL Certificate Requirements (dn832693)"
      },
      "extendedKeyUsage": {
        "absent": "fail"
      },
      "trust": {
        "list": "external",
        "publiclyTrusted": "required"
      },
      "notVisible": [
        {
          "demand": "The private key has KeySpec 1 (AT_KEYEXCHANGE) with a legacy provider, or 0 with a CNG provider; KeySpec 2 breaks TLS and sign-in.",
          "verify": "certutil -v -store my, under CERT_KEY_PROV_INFO_PROP_ID, on each server and proxy.",
          "source": "AD FS and certificate KeySpec property information, \"How to check the KeySpec value\""
        },
        {
          "demand": "The name of the federation service is an A record, not a CNAME, where clients use Windows Integrated Authentication.",
          "verify": "nslookup -type=CNAME NAME from an inside client answers with no CNAME.",
          "source": "AD FS Requirements, \"DNS Requirements\""
        }
      ]
    },
    "federation-server": {
      "extends": "federation-service",
      "title": "Federation server",
      "dialed": "port 443 of each server of the farm, under each name of the service, and the port for user certificates",
      "site": "internal",
      "dial": [
        {
          "each": "federationServers",
          "as": "server",
          "host": "${federationServiceName}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 443
        },
        {
          "each": "federationServers",
          "as": "server",
          "host": "${userCertificateName}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 443
        },
        {
          "each": "federationServers",
          "as": "server",
          "host": "enterpriseregistration.${upnSuffixes}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": 443
        },
        {
          "each": "federationServers",
          "as": "server",
          "host": "${federationServiceName}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": "${userCertificatePort}"
        }
      ],
      "sharing": {
        "source": "AD FS Requirements, \"Recommendations for TLS/SSL Certificates\" (the same certificate for all servers and proxies)",
        "sameCertificateAs": [
          "federation-server"
        ]
      }
    },
    "web-application-proxy": {
      "extends": "federation-service",
      "title": "AD FS proxy",
      "dialed": "port 443 of each proxy, under each name of the service, and the port for user certificates",
      "dial": [
        {
          "each": "proxies",
          "as": "proxy",
          "host": "${federationServiceName}",
          "address": "${proxy.address}",
          "lookup": "${proxy.fqdn}",
          "port": 443
        },
        {
          "each": "proxies",
          "as": "proxy",
          "host": "${userCertificateName}",
          "address": "${proxy.address}",
          "lookup": "${proxy.fqdn}",
          "port": 443
        },
        {
          "each": "proxies",
          "as": "proxy",
          "host": "enterpriseregistration.${upnSuffixes}",
          "address": "${proxy.address}",
          "lookup": "${proxy.fqdn}",
          "port": 443
        },
        {
          "each": "proxies",
          "as": "proxy",
          "host": "${federationServiceName}",
          "address": "${proxy.address}",
          "lookup": "${proxy.fqdn}",
          "port": "${userCertificatePort}"
        }
      ],
      "sharing": {
        "source": "AD FS Requirements, \"Requirements for TLS/SSL Certificates\", Web Application Proxy (ExtendedProtectionTokenCheck, Windows Integrated Authentication)",
        "sameKeyAs": [
          "federation-server"
        ]
      },
      "notVisible": [
        {
          "demand": "The private key has KeySpec 1 (AT_KEYEXCHANGE) with a legacy provider, or 0 with a CNG provider; KeySpec 2 breaks TLS and sign-in.",
          "verify": "certutil -v -store my, under CERT_KEY_PROV_INFO_PROP_ID, on each server and proxy.",
          "source": "AD FS and certificate KeySpec property information, \"How to check the KeySpec value\""
        },
        {
          "demand": "If the key differs from that of the farm, ExtendedProtectionTokenCheck is None and no Windows Integrated Authentication passes through the proxy.",
          "verify": "Get-AdfsProperties | Format-List ExtendedProtectionTokenCheck on a server of the farm.",
          "source": "AD FS Requirements, \"Requirements for TLS/SSL Certificates\", Web Application Proxy"
        }
      ]
    },
    "load-balancer": {
      "extends": "federation-service",
      "title": "Load balancer of the farm",
      "dialed": "port 443 of each load balancer in front of the farm, under each name of the service, and the port for user certificates",
      "site": "internal",
      "dial": [
        {
          "each": "loadBalancers",
          "as": "balancer",
          "host": "${federationServiceName}",
          "address": "${balancer.address}",
          "port": 443
        },
        {
          "each": "loadBalancers",
          "as": "balancer",
          "host": "${userCertificateName}",
          "address": "${balancer.address}",
          "port": 443
        },
        {
          "each": "loadBalancers",
          "as": "balancer",
          "host": "enterpriseregistration.${upnSuffixes}",
          "address": "${balancer.address}",
          "port": 443
        },
        {
          "each": "loadBalancers",
          "as": "balancer",
          "host": "${federationServiceName}",
          "address": "${balancer.address}",
          "port": "${userCertificatePort}"
        }
      ],
      "termination": {
        "source": "AD FS Requirements, \"Load Balancer requirements\" (must not terminate TLS/SSL)",
        "endsAt": "federation-server"
      },
      "notVisible": []
    },
    "proxy-load-balancer": {
      "extends": "federation-service",
      "title": "Load balancer of the proxies",
      "dialed": "port 443 of each load balancer in front of the proxies, under each name of the service, and the port for user certificates",
      "dial": [
        {
          "each": "proxyLoadBalancers",
          "as": "balancer",
          "host": "${federationServiceName}",
          "address": "${balancer.address}",
          "port": 443
        },
        {
          "each": "proxyLoadBalancers",
          "as": "balancer",
          "host": "${userCertificateName}",
          "address": "${balancer.address}",
          "port": 443
        },
        {
          "each": "proxyLoadBalancers",
          "as": "balancer",
          "host": "enterpriseregistration.${upnSuffixes}",
          "address": "${balancer.address}",
          "port": 443
        },
        {
          "each": "proxyLoadBalancers",
          "as": "balancer",
          "host": "${federationServiceName}",
          "address": "${balancer.address}",
          "port": "${userCertificatePort}"
        }
      ],
      "termination": {
        "source": "AD FS Requirements, \"Load Balancer requirements\" (must not terminate TLS/SSL)",
        "endsAt": "web-application-proxy"
      },
      "notVisible": []
    }
  },
  "severity": {
    "key-sharing": [
      {
        "fault": "certificates-differ",
        "severity": "warning"
      },
      {
        "severity": "error"
      }
    ],
    "tls-termination": "error"
  }
};
