import { err, ok, type Result } from '../../model/result.ts';
import type { DecodeError } from '../certificate.ts';

/** A signed certificate timestamp (RFC 6962 §3.2), without its signature, which cannot be verified: the logs' keys are not known here. */
export interface SignedCertificateTimestamp {
  /** 0: version 1, the only one whose other fields are known. */
  readonly version: number;
  /** Lower-case hexadecimal SHA-256 of the log's key; undefined for another version. */
  readonly logId: string | undefined;
  readonly timestamp: Date | undefined;
}

/** Timestamps kept of one list. Clients require two or three; the longest lists in use have five. */
export const MAX_SCTS = 64;

/** Decodes a SignedCertificateTimestampList (RFC 6962 §3.3), from an extension or a handshake. Never throws. */
export function decodeSctList(list: Uint8Array): Result<readonly SignedCertificateTimestamp[], DecodeError> {
  const bytes = Buffer.from(list.buffer, list.byteOffset, list.length);
  const fail = (offset: number, message: string): Result<never, DecodeError> =>
    err({ kind: 'bad-length', message, offset });
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== bytes.length - 2) {
    return fail(0, `The list of timestamps has ${bytes.length} bytes, which its length field does not match.`);
  }
  const timestamps: SignedCertificateTimestamp[] = [];
  for (let offset = 2; offset < bytes.length; ) {
    const length = bytes.length - offset < 2 ? 0 : bytes.readUInt16BE(offset);
    const end = offset + 2 + length;
    if (length === 0 || end > bytes.length) return fail(offset, 'A timestamp is empty or truncated.');
    if (timestamps.length === MAX_SCTS) {
      return err({ kind: 'budget', message: `There are more than ${MAX_SCTS} timestamps.`, offset });
    }
    timestamps.push(decodeTimestamp(bytes.subarray(offset + 2, end)));
    offset = end;
  }
  return timestamps.length === 0 ? fail(2, 'The list of timestamps is empty.') : ok(timestamps);
}

/** Version, 32 bytes of log id, milliseconds since 1970; extensions and signature follow. */
function decodeTimestamp(bytes: Buffer): SignedCertificateTimestamp {
  const version = bytes[0] ?? 0;
  if (version !== 0 || bytes.length < 41) return { version, logId: undefined, timestamp: undefined };
  const milliseconds = Number(bytes.readBigUInt64BE(33));
  const isInstant = milliseconds <= 8.64e15;
  return {
    version,
    logId: bytes.toString('hex', 1, 33),
    timestamp: isInstant ? new Date(milliseconds) : undefined,
  };
}
