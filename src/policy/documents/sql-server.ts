import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from sql-server.yaml. */
export const document: PolicyDocument = {
  "id": "sql-server",
  "title": "SQL Server",
  "requestFormat": "inf",
  "source": "Certificate requirements for SQL Server (Microsoft Learn, sql/database-engine/configure-windows/certificate-requirements)",
  "extends": "tls-server",
  "parameters": {
    "instances": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "Instances of SQL Server, failover cluster instances and listeners of availability groups.",
      "fields": {
        "names": {
          "kind": "name",
          "list": true,
          "required": true,
          "description": "Names that clients use to connect: FQDN, alias, listener of an availability group."
        },
        "address": {
          "kind": "address",
          "description": "The IP address. Absent: each name is resolved."
        },
        "port": {
          "kind": "port",
          "default": 1433,
          "description": "The port of the instance."
        },
        "startTls": {
          "kind": "text",
          "default": "mssql",
          "description": "`mssql`: TDS 7, which agrees on encryption first; `none`: strict encryption (TDS 8), where TLS begins at once."
        }
      }
    }
  },
  "roles": {
    "instance": {
      "extends": "server",
      "title": "SQL Server instance",
      "dialed": "the port of each instance, under each name that clients use",
      "source": "Certificate requirements for SQL Server, \"Certificate requirements for SQL Server encryption\"",
      "access": "internal",
      "dial": [
        {
          "each": "instances",
          "as": "instance",
          "host": "${instance.names}",
          "address": "${instance.address}",
          "port": "${instance.port}",
          "startTls": "${instance.startTls}"
        }
      ],
      "names": {
        "matcher": "schannel",
        "required": {
          "dns": [
            "${instance.names}"
          ]
        }
      },
      "extendedKeyUsage": {
        "absent": "fail"
      },
      "trust": {
        "list": "internal"
      },
      "notVisible": [
        {
          "demand": "The certificate is in the store of the local computer, or in that of the service account.",
          "verify": "SQL Server Configuration Manager, properties of the protocols of the instance, tab Certificate."
        },
        {
          "demand": "The service account of SQL Server may read the private key.",
          "verify": "Certificates snap-in for the computer, All Tasks, Manage Private Keys."
        },
        {
          "demand": "The key was made with KeySpec AT_KEYEXCHANGE, by a legacy cryptographic provider.",
          "verify": "certutil -v -store my on the server, KeySpec = 1 -- AT_KEYEXCHANGE."
        }
      ]
    }
  },
  "severity": {
    "subject-alternative-names": "warning"
  }
};
