import { nameOf, shortNameOf } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { rfc } from '../citations.ts';
import { dayText, instantText } from '../instant-text.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';

/** The leaf does not outlive the certificate of its issuer. */
export const issuerOutlived = defineCheck({
  id: 'issuer-outlived',
  title: 'The certificate expires no later than its issuer',
  why: 'When the issuer expires, clients refuse the certificate too, whatever its own date is.',
  citation: rfc(5280, '6.1.3 (a)(2)'),
  faults: {
    outlives: {
      title: 'The certificate expires later than its issuer',
      why: 'Clients refuse it once the CA certificate has expired.',
      remedy: "Renew the CA's certificate and send the new one, or reissue the certificate for a shorter time.",
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'path'],
  judge: ({ leaf, path: { certificates, end } }) => {
    const issuer = certificates[1];
    if (issuer === undefined) {
      if (end === 'open') return undetermined('no-path', 'The issuer of the certificate was not found.');
      return notApplicable('no-issuer', 'The certificate is self-issued or itself a trust anchor.');
    }
    const details = {
      expected: `at most ${instantText(issuer.notAfter)}`,
      observed: instantText(leaf.notAfter),
    };
    if (leaf.notAfter.getTime() <= issuer.notAfter.getTime()) {
      return pass(`The certificate expires no later than its issuer ${nameOf(issuer)}.`, details);
    }
    return fail('outlives', {
      title: `${shortNameOf(leaf)} is valid until ${dayText(leaf.notAfter)}, its issuer only until ${dayText(issuer.notAfter)}`,
      detail: `It expires at ${instantText(leaf.notAfter)}, ${nameOf(issuer)} at ${instantText(issuer.notAfter)}.`,
      ...details,
    });
  },
});
