import type { Attempt, Handshake } from '../../model/handshake.ts';
import { helloProfiles } from '../../model/vocabulary.ts';

/**
 * Alerts of a server that understood the hello and shares no key exchange group, cipher suite or signature algorithm with it
 * (RFC 8446 §4.1.1 and §6.2). illegal_parameter is among them because some stacks send it for a key share they cannot use.
 */
const alerts: ReadonlySet<string | undefined> = new Set([
  'handshake_failure',
  'insufficient_security',
  'illegal_parameter',
]);

/** Whether a hello was refused for what it offers, and not because the server does not bear it. */
export function isRefusedForParameters({ alert }: Attempt): boolean {
  return alerts.has(alert);
}

/**
 * The first hello that offered more than the answered one and was refused for its parameters; undefined: there is none. What
 * the server chose of the answered hello is then not the best that it has.
 */
export function refusedForParameters(attempts: readonly Attempt[], { profile }: Handshake): Attempt | undefined {
  // The hello before it has the same parameters and offers TLS 1.0: what was refused there is the version. The rare one offers
  // every version.
  if (profile === 'ssl30-bare' || profile === 'rare') return undefined;
  const answered = helloProfiles.indexOf(profile);
  return attempts.find(
    (attempt) => helloProfiles.indexOf(attempt.profile) < answered && isRefusedForParameters(attempt),
  );
}
