import { shortNameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { agoText, aheadText, dayText, hasExpired, instantText } from '../instant-text.ts';
import { fail } from '../judgement.ts';
import { passUnlessOpen } from './open-path.ts';

/** A certificate that is not valid now. */
interface Invalidity {
  readonly certificate: Certificate;
  readonly fault: 'expired' | 'issuer-expired' | 'not-yet-valid';
  readonly title: string;
}

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
    const invalid = path.certificates.flatMap((certificate, index): readonly Invalidity[] => {
      const { notBefore, notAfter } = certificate;
      const name = shortNameOf(certificate);
      if (second < notBefore.getTime()) {
        const title = `${name} is not valid before ${dayText(notBefore)}, ${aheadText(notBefore, now)}`;
        return [{ certificate, fault: 'not-yet-valid', title }];
      }
      if (!hasExpired(certificate, now)) return [];
      const fault = index === 0 ? 'expired' : 'issuer-expired';
      const title = `${index === 0 ? name : `The CA ${name}`} expired on ${dayText(notAfter)}, ${agoText(notAfter, now)}`;
      return [{ certificate, fault, title }];
    });
    // What has expired comes first: waiting mends what is not valid yet.
    const [worst, ...others] = invalid.toSorted((a, b) => Number(isWaiting(a)) - Number(isWaiting(b)));
    if (worst !== undefined) {
      const { certificate, fault, title } = worst;
      const isIssuerToo = fault === 'expired' && others.some((other) => other.fault === 'issuer-expired');
      return fail(fault, {
        title,
        detail: others.map((other) => `${other.title}.`).join(' '),
        ...(isIssuerToo ? { remedy: 'Renew the certificate of the CA, then this one, and install both.' } : {}),
        certificate,
        expected: `valid at ${instantText(now)}`,
        observed: `${instantText(certificate.notBefore)} to ${instantText(certificate.notAfter)}`,
      });
    }
    const first = new Date(Math.min(...path.certificates.map(({ notAfter }) => notAfter.getTime())));
    return passUnlessOpen(path, `Every certificate in the chain is valid, until ${instantText(first)} at least.`);
  },
});

function isWaiting({ fault }: Invalidity): boolean {
  return fault === 'not-yet-valid';
}
