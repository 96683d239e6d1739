import { hexCode } from './protocol-versions.ts';

/** The extensions we send or read. Source: IANA TLS ExtensionType Values. */
export const extensionType = {
  serverName: 0x0000,
  statusRequest: 0x0005,
  supportedGroups: 0x000a,
  ecPointFormats: 0x000b,
  srp: 0x000c,
  signatureAlgorithms: 0x000d,
  alpn: 0x0010,
  signedCertificateTimestamp: 0x0012,
  padding: 0x0015,
  extendedMasterSecret: 0x0017,
  supportedVersions: 0x002b,
  cookie: 0x002c,
  certificateAuthorities: 0x002f,
  oidFilters: 0x0030,
  signatureAlgorithmsCert: 0x0032,
  keyShare: 0x0033,
  renegotiationInfo: 0xff01,
} as const;

/** Whether it is one of the extensions we send or read: what is said of others is not ours to judge. */
export function isKnownExtension(type: number): boolean {
  return known.has(type);
}

const known: ReadonlySet<number> = new Set(Object.values(extensionType));

/** The extension's name for sentences, or `0xNNNN` for a type without one. */
export function extensionName(type: number): string {
  return names[type] ?? hexCode(type);
}

const names: Readonly<Record<number, string>> = {
  0: 'server_name',
  1: 'max_fragment_length',
  5: 'status_request',
  10: 'supported_groups',
  11: 'ec_point_formats',
  12: 'srp',
  13: 'signature_algorithms',
  15: 'heartbeat',
  16: 'application_layer_protocol_negotiation',
  17: 'status_request_v2',
  18: 'signed_certificate_timestamp',
  21: 'padding',
  22: 'encrypt_then_mac',
  23: 'extended_master_secret',
  35: 'session_ticket',
  41: 'pre_shared_key',
  42: 'early_data',
  43: 'supported_versions',
  44: 'cookie',
  47: 'certificate_authorities',
  48: 'oid_filters',
  50: 'signature_algorithms_cert',
  51: 'key_share',
  13172: 'next_protocol_negotiation',
  65281: 'renegotiation_info',
};
