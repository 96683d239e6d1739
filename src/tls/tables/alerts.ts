/** Alert descriptions by code. Source: the IANA TLS Alerts registry, with the retired ones of SSL 3.0 and RFC 2246. */
export const alertNames = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  52: 'too_many_cids_requested',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  117: 'general_error',
  120: 'no_application_protocol',
  121: 'ech_required',
} as const;

export type AlertCode = keyof typeof alertNames;

/** The alert's name, or `alert N` for a code without one. */
export function alertName(code: number): string {
  return (alertNames as Readonly<Record<number, string>>)[code] ?? `alert ${code}`;
}

/** The two levels an alert may have. TLS 1.3 ignores them. */
export const alertLevel = { warning: 1, fatal: 2 } as const;
