import { shortNameOf } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { agoText, aheadText, dayText, instantText } from '../instant-text.ts';
import { fail } from '../judgement.ts';
import { passUnlessOpen } from './open-path.ts';

/** Now is inside notBefore to notAfter, both inclusive, for every certificate on the path. */
export const validityPeriod = defineCheck({
  id: 'validity-period',
  title: 'Every certificate in the chain is valid now',
  why: 'Clients refuse a chain in which any certificate has expired or is not valid yet.',
  citation: rfc(5280, '4.1.2.5'),
  faults: {
    expired: {
      title: 'A certificate in the chain has expired',
      why: 'Every client refuses it.',
      remedy: 'Renew the certificate and install the new one.',
      subject: 'certificate',
    },
    'issuer-expired': {
      title: 'The certificate of a CA in the chain has expired',
      why: 'Every client refuses all certificates below it.',
      remedy: 'Install the renewed CA certificate, or have the certificate issued by a CA that is valid.',
      subject: 'certificate',
    },
    'not-yet-valid': {
      title: 'A certificate in the chain is not valid yet',
      why: 'Every client refuses it until then.',
      remedy: 'Check the clocks of the CA and of this machine, or install the certificate later.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'now'],
  judge: ({ path, now }) => {
    // Certificates count in whole seconds, so the last second is valid to its end.
    const second = Math.floor(now.getTime() / 1_000) * 1_000;
    for (const [index, certificate] of path.certificates.entries()) {
      const { notBefore, notAfter } = certificate;
      if (second >= notBefore.getTime() && second <= notAfter.getTime()) continue;
      const seen = {
        certificate,
        expected: `valid at ${instantText(now)}`,
        observed: `${instantText(notBefore)} to ${instantText(notAfter)}`,
      };
      const name = shortNameOf(certificate);
      if (second < notBefore.getTime()) {
        const title = `${name} is not valid before ${dayText(notBefore)}, ${aheadText(notBefore, now)}`;
        return fail('not-yet-valid', { ...seen, title });
      }
      return fail(index === 0 ? 'expired' : 'issuer-expired', {
        ...seen,
        title: `${index === 0 ? name : `The CA ${name}`} expired on ${dayText(notAfter)}, ${agoText(notAfter, now)}`,
      });
    }
    const first = new Date(Math.min(...path.certificates.map(({ notAfter }) => notAfter.getTime())));
    return passUnlessOpen(path, `Every certificate in the chain is valid, until ${instantText(first)} at least.`);
  },
});
