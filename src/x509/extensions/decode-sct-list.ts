import { err, ok, type Result } from '../../model/result.ts';
import type { DecodeError } from '../certificate.ts';

/** A signed certificate timestamp (RFC 6962 §3.2), without its signature, which cannot be verified: the logs' keys are not known here. */
export interface SignedCertificateTimestamp {
  /** 0: version 1, the only one whose other fields are known. */
  readonly version: number;
  /** Lower-case hexadecimal SHA-256 of the log's key; undefined for another version. */
  readonly logId: string | undefined;
  readonly timestamp: Date | undefined;
  /** Why no client can use it, as a clause: `it has no signature`; undefined: it is well formed, or of another version. */
  readonly defect: string | undefined;
}

/** Timestamps kept of one list. Clients require two or three; the longest lists in use have five. */
export const MAX_SCTS = 64;

/**
 * Decodes a SignedCertificateTimestampList (RFC 6962 §3.3), from an extension or a handshake. An empty list, which the section
 * forbids, and timestamps whose own structure is broken are returned as they are. Never throws.
 */
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
  return ok(timestamps);
}

/** Before the extensions: version, log id, milliseconds since 1970. */
const fixedLength = 1 + 32 + 8;

function decodeTimestamp(bytes: Buffer): SignedCertificateTimestamp {
  const version = bytes[0] ?? 0;
  if (version !== 0) return { version, logId: undefined, timestamp: undefined, defect: undefined };
  if (bytes.length < fixedLength) return { version, logId: undefined, timestamp: undefined, defect: 'it is truncated' };
  const milliseconds = Number(bytes.readBigUInt64BE(33));
  const isInstant = milliseconds <= 8.64e15;
  return {
    version,
    logId: bytes.toString('hex', 1, 33),
    timestamp: isInstant ? new Date(milliseconds) : undefined,
    defect: isInstant ? findDefect(bytes.subarray(fixedLength)) : 'its time is out of range',
  };
}

/** Extensions with their length, then hash and signature algorithm and the signature with its length. */
function findDefect(rest: Buffer): string | undefined {
  const signature = rest.length < 2 ? undefined : rest.subarray(2 + rest.readUInt16BE(0) + 2);
  if (signature === undefined || signature.length < 2) return 'it is truncated';
  const length = signature.readUInt16BE(0);
  if (length === 0) return 'it has no signature';
  if (signature.length < 2 + length) return 'it is truncated';
  return signature.length > 2 + length ? 'it has trailing bytes' : undefined;
}
