import { createHash } from 'node:crypto';

/** The key of a cause: the same in each run as long as the fault and its subject are. */
export function causeKey(fault: string, subject: string): string {
  return `${fault}:${createHash('sha256').update(subject).digest('hex').slice(0, 16)}`;
}
