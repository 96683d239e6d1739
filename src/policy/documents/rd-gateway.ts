import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from rd-gateway.yaml. */
export const document: PolicyDocument = {
  "id": "rd-gateway",
  "title": "Remote Desktop Gateway",
  "requestFormat": "inf",
  "source": "Obtain a Certificate for the TS Gateway Server (Microsoft Learn, cc725949; TechNet ff519192)",
  "extends": "tls-server",
  "parameters": {
    "gatewayNames": {
      "kind": "name",
      "list": true,
      "required": true,
      "description": "Names of the gateway that clients are configured with: rdg.contoso.com."
    },
    "servers": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "The gateway servers. Each is dialed under every name.",
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
        "port": {
          "kind": "port",
          "default": 443,
          "description": "The HTTPS port."
        }
      }
    },
    "bridges": {
      "kind": "object",
      "list": true,
      "description": "SSL bridging devices (reverse proxies, load balancers) in front of the servers, which clients connect to.",
      "fields": {
        "address": {
          "kind": "address",
          "required": true,
          "description": "The address that clients connect to."
        },
        "port": {
          "kind": "port",
          "default": 443,
          "description": "The HTTPS port."
        }
      }
    }
  },
  "roles": {
    "gateway": {
      "extends": "server",
      "title": "RD Gateway server",
      "dialed": "the HTTPS port of each server, under each name of the gateway",
      "source": "Obtain a Certificate for the TS Gateway Server, \"Certificate requirements for TS Gateway\"",
      "access": "external",
      "dial": [
        {
          "each": "servers",
          "as": "server",
          "host": "${gatewayNames}",
          "address": "${server.address}",
          "lookup": "${server.fqdn}",
          "port": "${server.port}"
        }
      ],
      "names": {
        "matcher": "schannel"
      },
      "extendedKeyUsage": {
        "absent": "fail"
      },
      "keyUsage": {
        "source": "Event ID 519, RD Gateway Server Configuration (TechNet ee891076); Event ID 518, TS Gateway (cc775318)",
        "oneOf": [
          "keyEncipherment",
          "keyAgreement",
          "dataEncipherment"
        ]
      },
      "trust": {
        "source": "RDS: RD Gateway must be configured to use an SSL certificate signed by a trusted certification authority (dd320345)",
        "list": "external"
      },
      "notVisible": [
        {
          "demand": "The certificate is a computer certificate with its private key in the Personal store of the local computer.",
          "verify": "certutil -v -store my on the server shows it with CERT_KEY_PROV_INFO_PROP_ID; certutil -user -store my does not.",
          "source": "Obtain a Certificate for the TS Gateway Server, \"Certificate requirements for TS Gateway\""
        }
      ]
    },
    "ssl-bridge": {
      "extends": "gateway",
      "title": "SSL bridging device in front of RD Gateway",
      "dialed": "the HTTPS port of each device, under each name of the gateway",
      "source": "Enable HTTPS-HTTP Bridging on the TS Gateway Server (cc772387), and the certificate requirements for TS Gateway",
      "dial": [
        {
          "each": "bridges",
          "as": "bridge",
          "host": "${gatewayNames}",
          "address": "${bridge.address}",
          "port": "${bridge.port}"
        }
      ],
      "keyUsage": {
        "oneOf": []
      },
      "notVisible": [
        {
          "demand": "If the device passes on HTTP, the gateway expects it (HTTPS-HTTP bridging).",
          "verify": "RD Gateway Manager, properties of the server, tab SSL Bridging.",
          "source": "Enable HTTPS-HTTP Bridging on the TS Gateway Server (cc772387)"
        }
      ]
    }
  },
  "severity": {
    "key-usage": [
      {
        "roles": [
          "gateway"
        ],
        "fault": "none-of-bits",
        "severity": "warning"
      },
      {
        "severity": "error"
      }
    ]
  }
};
