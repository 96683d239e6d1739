import { HandshakeError } from './handshake-error.ts';
import { maxViolations } from './limits.ts';
import type { ProtocolViolation } from './probe.ts';

/**
 * Keeps a rule that the server broke. Whoever reads a server's messages notes what does not keep the rest from being read,
 * and aborts (`handshake-error.ts`) only if nothing sensible can follow: an auditor wants the chain of a faulty server too.
 */
export type NoteViolation = (violation: ProtocolViolation) => void;

/** Notes into a draft of a result, at most `maxViolations` and each once. */
export function noteInto(draft: { violations: readonly ProtocolViolation[] }): NoteViolation {
  return (violation) => {
    const { violations } = draft;
    const isKnown = violations.some(({ message }) => message === violation.message);
    if (!isKnown && violations.length < maxViolations) draft.violations = [...violations, violation];
  };
}

/** Reads what the chain does not depend on: what cannot be read is noted as breaking `rule`, and undefined. */
export function readOrNote<T>(note: NoteViolation, rule: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof HandshakeError) || thrown.failure.kind !== 'protocol') throw thrown;
    note({ rule, message: thrown.failure.message });
    return undefined;
  }
}
