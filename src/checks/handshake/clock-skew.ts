import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, notObservable, pass } from '../judgement.ts';

/** The server's clock, if the first four bytes of its random look like one. Compared with the instant observed. */
export const clockSkew = defineCheck({
  id: 'clock-skew',
  title: "The server's clock is right",
  why: 'Kerberos, certificate validity and revocation all fail on a wrong clock.',
  citation: rfc(5246, '7.4.1.2 (gmt_unix_time)'),
  faults: {
    unsorted: {
      title: "The server's clock is right",
      why: 'Kerberos, certificate validity and revocation all fail on a wrong clock.',
      remedy: 'Set the clock and its time source: w32tm /query /status.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'observation', 'thresholds'],
  judge: ({ handshake: { serverTimeSeconds, protocol }, observation, thresholds }) => {
    if (serverTimeSeconds === null)
      return notApplicable('no-server-time', `${protocol} does not show the server's time.`);
    const skew = serverTimeSeconds - Math.round(Date.parse(observation.observedAt) / 1_000);
    const size = Math.abs(skew);
    if (size > thresholds.plausibleClockSkewSeconds) {
      return notObservable(
        'no-plausible-time',
        'The server fills the field for its time with random bytes, as most do. On the server, run w32tm /query /status.',
      );
    }
    const details = { expected: `within ${thresholds.clockSkewSeconds} s`, observed: `${skew} s` };
    if (size <= thresholds.clockSkewSeconds) return pass(`The server's clock is ${size} s off ours.`, details);
    return failUnsorted(
      `The server's clock is ${size} s ${skew < 0 ? 'behind' : 'ahead of'} ours. Kerberos tolerates ${thresholds.clockSkewSeconds} s. Set the clock and its time source.`,
      details,
    );
  },
});
