import { sha256Hex } from '../../x509/der/sha256-hex.ts';

/** The key of a cause: the same in each run as long as the fault and its subject are. */
export function causeKey(fault: string, subject: string): string {
  return `${fault}:${sha256Hex(Buffer.from(subject)).slice(0, 16)}`;
}
