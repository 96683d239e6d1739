import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from rdp.yaml. */
export const document: PolicyDocument = {
  "id": "rdp",
  "title": "Remote Desktop Protocol",
  "requestFormat": "inf",
  "source": "Using certificates in Remote Desktop Services (Microsoft Learn, dn781533)",
  "extends": "tls-server",
  "parameters": {
    "hosts": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "Computers with a Remote Desktop listener, RD Session Hosts among them.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The name that clients connect to."
        },
        "address": {
          "kind": "address",
          "description": "Its IP address. Absent: the FQDN is resolved."
        },
        "port": {
          "kind": "port",
          "default": 3389,
          "description": "The port of the listener."
        },
        "startTls": {
          "kind": "text",
          "default": "rdp",
          "description": "`rdp`: client and listener agree on TLS first; `none`: TLS begins at once."
        }
      }
    }
  },
  "roles": {
    "listener": {
      "extends": "server",
      "title": "RDP listener",
      "dialed": "the listener of each host, under its FQDN",
      "source": "Using certificates in Remote Desktop Services, list of requirements",
      "access": "internal",
      "dial": [
        {
          "each": "hosts",
          "as": "computer",
          "host": "${computer.fqdn}",
          "address": "${computer.address}",
          "port": "${computer.port}",
          "startTls": "${computer.startTls}"
        }
      ],
      "names": {
        "matcher": "schannel"
      },
      "extendedKeyUsage": {
        "required": [],
        "oneOf": [
          "1.3.6.1.4.1.311.54.1.2",
          "serverAuth"
        ]
      },
      "trust": {
        "source": "Using certificates in Remote Desktop Services, \"As long as the client trusts the server it is communicating with\"",
        "list": "internal"
      },
      "notVisible": [
        {
          "demand": "The certificate is in the Personal store of the local computer, with its private key.",
          "verify": "certutil -v -store my on the host shows it with CERT_KEY_PROV_INFO_PROP_ID.",
          "source": "Using certificates in Remote Desktop Services, list of requirements"
        },
        {
          "demand": "NETWORK SERVICE may read the private key; else the listener falls back to the self-signed certificate (event 1055).",
          "verify": "Certificates snap-in for the computer, All Tasks, Manage Private Keys; event 1055 of TerminalServices-RemoteConnectionManager is not in the System log.",
          "source": "Event ID 1055, Remote Desktop Services Authentication and Encryption (ee891233); Remote Desktop Services enrolling for TLS certificate from an Enterprise CA (Ask the Directory Services Team)"
        },
        {
          "demand": "The certificate comes from the template that Group Policy names, and is not autoenrolled beside it.",
          "verify": "gpresult /h, \"Server authentication certificate template\"; certutil -v -store my, Certificate Template Information.",
          "source": "Remote Desktop Services enrolling for TLS certificate from an Enterprise CA (Ask the Directory Services Team)"
        }
      ]
    }
  }
};
