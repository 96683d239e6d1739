import { nameOf } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { instantText } from '../instant-text.ts';
import { failUnsorted } from '../judgement.ts';
import { passUnlessOpen } from './open-path.ts';

/** Now is inside notBefore to notAfter, both inclusive, for every certificate on the path. */
export const validityPeriod = defineCheck({
  id: 'validity-period',
  title: 'Every certificate on the path is valid now',
  why: 'Clients refuse a path in which any certificate has expired or is not valid yet.',
  citation: rfc(5280, '4.1.2.5'),
  faults: {
    unsorted: {
      title: 'Every certificate on the path is valid now',
      why: 'Clients refuse a path in which any certificate has expired or is not valid yet.',
      remedy: 'Renew the expired certificate and assign the new one; where it is not yet valid, check the clocks.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'now'],
  judge: ({ path, now }) => {
    // Certificates count in whole seconds, so the last second is valid to its end.
    const second = Math.floor(now.getTime() / 1_000) * 1_000;
    for (const certificate of path.certificates) {
      const { notBefore, notAfter } = certificate;
      if (second >= notBefore.getTime() && second <= notAfter.getTime()) continue;
      const name = nameOf(certificate);
      const details = {
        expected: `valid at ${instantText(now)}`,
        observed: `${instantText(notBefore)} to ${instantText(notAfter)}`,
      };
      if (second > notAfter.getTime()) {
        return failUnsorted(
          `${name} expired at ${instantText(notAfter)}. Every client refuses the path. Renew it and assign the new certificate.`,
          details,
        );
      }
      return failUnsorted(
        `${name} is not valid before ${instantText(notBefore)}. Every client refuses the path until then. Check the clocks of the CA and of this machine.`,
        details,
      );
    }
    const first = new Date(Math.min(...path.certificates.map(({ notAfter }) => notAfter.getTime())));
    return passUnlessOpen(
      path,
      `Every certificate on the path is valid, the first to expire until ${instantText(first)}.`,
    );
  },
});
