import { nameOf } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { rfc } from '../citations.ts';
import { instantText } from '../instant-text.ts';
import { failUnsorted, notApplicable, pass, undetermined } from '../judgement.ts';

/** The leaf does not outlive the certificate of its issuer. */
export const issuerOutlived = defineCheck({
  id: 'issuer-outlived',
  title: 'The leaf does not outlive its issuer',
  why: 'When the issuer expires the leaf is worth nothing, although its own date says otherwise.',
  citation: rfc(5280, '6.1.3 (a)(2)'),
  faults: {
    unsorted: {
      title: 'The leaf does not outlive its issuer',
      why: 'When the issuer expires the leaf is worth nothing, although its own date says otherwise.',
      remedy: "Renew the CA's certificate and send the new one, or reissue the leaf for a shorter time.",
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'path'],
  judge: ({ leaf, path: { certificates, end } }) => {
    const issuer = certificates[1];
    if (issuer === undefined) {
      if (end === 'open') return undetermined('no-path', 'The issuer of the leaf is not known. See chain-trust.');
      return notApplicable('no-issuer', 'The leaf is its own issuer or itself an anchor.');
    }
    const details = {
      expected: `at most ${instantText(issuer.notAfter)}`,
      observed: instantText(leaf.notAfter),
    };
    if (leaf.notAfter.getTime() <= issuer.notAfter.getTime()) {
      return pass(`The leaf expires no later than its issuer ${nameOf(issuer)}.`, details);
    }
    return failUnsorted(
      `The leaf says it is valid until ${instantText(leaf.notAfter)}, but its issuer ${nameOf(issuer)} expires at ${instantText(issuer.notAfter)}. From then on no client accepts it. Renew the CA's certificate, or the leaf for a shorter time.`,
      details,
    );
  },
});
