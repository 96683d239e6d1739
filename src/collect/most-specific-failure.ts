import type { Failure } from '../model/failure.ts';
import type { FailureKind } from '../model/vocabulary.ts';
import { describeOffer } from '../tls/describe-offer.ts';
import { foundNothingToAccept } from '../tls/hello-fallback.ts';
import type { Dialed } from './dial.ts';

/** How specific a failure is. Bytes say more than the end of a connection, that more than silence; an interruption wins. */
const specificity: Readonly<Partial<Record<FailureKind, number>>> = {
  aborted: 5,
  'not-tls': 4,
  protocol: 4,
  limit: 4,
  alert: 3,
  reset: 2,
  closed: 2,
  timeout: 1,
};

/**
 * One failure for all hellos that failed: the most specific one, the first among equals, with the list of hellos tried, and of what they
 * offered if none of it was acceptable.
 */
export function mostSpecificFailure(dials: readonly Dialed[]): Failure | undefined {
  const failures = dials.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const [most] = [...failures].sort((a, b) => rank(b) - rank(a));
  if (most === undefined || dials.length === 1) return most;
  const tried = dials.map(({ profile, failure }) => `${profile} (${failure?.kind ?? 'answered'})`).join(', ');
  const isWhollyRefused = dials.some((dialed) => dialed.profile === 'rare' && foundNothingToAccept(dialed));
  const offer = isWhollyRefused && most.kind === 'alert' ? ` ${describeOffer()}` : '';
  return { ...most, message: `${most.message} Hellos tried: ${tried}.${offer}` };
}

function rank(failure: Failure): number {
  return failure.stage === 'tls' ? (specificity[failure.kind] ?? 0) : 0;
}
