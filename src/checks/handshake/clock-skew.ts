import { rfc } from '../citations.ts';
import { spanText } from '../../model/span-text.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, notObservable, pass } from '../judgement.ts';

/** The server's clock, if the first four bytes of its random look like one. Compared with the instant observed. */
export const clockSkew = defineCheck({
  id: 'clock-skew',
  title: "The server's clock is right",
  why: 'With a wrong clock Kerberos refuses to authenticate, and certificates and CRLs are judged by a wrong date.',
  citation: rfc(4120, '3.2.3 (allowable clock skew, for example 5 minutes); the field read: RFC 5246 §7.4.1.2'),
  faults: {
    'wrong-clock': {
      title: "The server's clock is wrong",
      why: 'Kerberos refuses to authenticate, and certificates and CRLs are judged by a wrong date.',
      remedy: 'Set the clock and check its time source: w32tm /query /status.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'observation', 'thresholds'],
  judge: ({ handshake: { serverTimeSeconds, protocol }, observation, thresholds }) => {
    if (serverTimeSeconds === null)
      return notApplicable('no-server-time', `${protocol} does not show the server's clock.`);
    const skew = serverTimeSeconds - Math.round(Date.parse(observation.observedAt) / 1_000);
    const size = Math.abs(skew);
    if (size > thresholds.plausibleClockSkewSeconds) {
      return notObservable(
        'no-plausible-time',
        'The server does not disclose its clock in the handshake. Run on the server: w32tm /query /status.',
      );
    }
    const details = { expected: `within ${thresholds.clockSkewSeconds} s`, observed: `${skew} s` };
    if (size <= thresholds.clockSkewSeconds)
      return pass(`The server's clock differs from the scanner's by ${size} s.`, details);
    const direction = skew < 0 ? 'behind' : 'ahead of';
    return fail('wrong-clock', {
      title: `Server clock is ${size < 600 ? `${size} s` : spanText(size * 1_000)} ${direction} the scanner's`,
      ...details,
    });
  },
});
