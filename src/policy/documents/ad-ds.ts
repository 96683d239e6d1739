import type { PolicyDocument } from '../../model/policy-document.ts';

/** Written by `npm run generate` from ad-ds.yaml. */
export const document: PolicyDocument = {
  "id": "ad-ds",
  "title": "Active Directory domain controllers",
  "requestFormat": "inf",
  "source": "Enable LDAP over SSL with a third-party certification authority (Microsoft Learn, KB321051)",
  "extends": "tls-server",
  "parameters": {
    "domainControllers": {
      "kind": "object",
      "list": true,
      "required": true,
      "description": "The domain controllers.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The FQDN of the domain controller."
        },
        "address": {
          "kind": "address",
          "description": "Its IP address. Absent: the FQDN is resolved."
        },
        "ldapsPort": {
          "kind": "port",
          "default": 636,
          "description": "The port where TLS begins at once."
        },
        "ldapPort": {
          "kind": "port",
          "default": 389,
          "description": "The port where TLS begins by StartTLS."
        }
      }
    },
    "globalCatalogs": {
      "kind": "object",
      "list": true,
      "description": "Those of them that are global catalogs.",
      "fields": {
        "fqdn": {
          "kind": "name",
          "required": true,
          "description": "The FQDN of the domain controller."
        },
        "address": {
          "kind": "address",
          "description": "Its IP address. Absent: the FQDN is resolved."
        }
      }
    }
  },
  "roles": {
    "domain-controller": {
      "extends": "server",
      "title": "Domain controller",
      "dialed": "the LDAP ports of each domain controller, at once and by StartTLS, under its FQDN; those of the global catalog too",
      "source": "Enable LDAP over SSL with a third-party certification authority, \"Requirements for an LDAPS certificate\"",
      "access": "internal",
      "dial": [
        {
          "each": "domainControllers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": "${server.ldapsPort}"
        },
        {
          "each": "domainControllers",
          "as": "server",
          "host": "${server.fqdn}",
          "address": "${server.address}",
          "port": "${server.ldapPort}",
          "startTls": "ldap"
        },
        {
          "each": "globalCatalogs",
          "as": "catalog",
          "host": "${catalog.fqdn}",
          "address": "${catalog.address}",
          "port": 3269
        },
        {
          "each": "globalCatalogs",
          "as": "catalog",
          "host": "${catalog.fqdn}",
          "address": "${catalog.address}",
          "port": 3268,
          "startTls": "ldap"
        }
      ],
      "names": {
        "matcher": "schannel"
      },
      "extendedKeyUsage": {
        "absent": "fail",
        "allowed": [
          "clientAuth",
          "1.3.6.1.4.1.311.20.2.2",
          "1.3.6.1.5.2.3.5"
        ],
        "source": "Enable LDAP over SSL with a third-party certification authority, \"Requirements for an LDAPS certificate\"; Updated requirements for a Windows Server 2008 R2 domain controller certificate from a 3rd party CA (TechNet Wiki 3824), for the usages beside it"
      },
      "trust": {
        "list": "internal"
      },
      "notVisible": [
        {
          "demand": "The certificate is in the Personal store of the local computer, or in that of NTDS, which takes precedence.",
          "verify": "certutil -store my, and certutil -service -store NTDS\\my, on the domain controller."
        },
        {
          "demand": "The private key is there, belongs to the certificate, and has no strong private key protection.",
          "verify": "certutil -v -store my on the domain controller says that the encryption test passed."
        },
        {
          "demand": "The key was made by the Schannel cryptographic service provider.",
          "verify": "certutil -v -store my on the domain controller, Provider."
        }
      ]
    }
  }
};
