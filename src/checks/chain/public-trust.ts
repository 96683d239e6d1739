import { shortNameOf } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';

/** No path to a public root, in roles whose certificates the operator wants to keep private. */
export const publicTrust = defineCheck({
  id: 'public-trust',
  title: 'The certificate is not publicly trusted in roles that have to be private',
  why: 'A public CA publishes every name in CT logs, and any certificate that it issues for the name is trusted internally too.',
  citation: { document: "The operator's own policy", section: 'policyOverrides.thresholds.rolesNeverPubliclyTrusted' },
  faults: {
    'publicly-trusted': {
      title: 'The certificate is publicly trusted, which the operator forbids for this role',
      why: 'A public CA publishes every name in CT logs, and any certificate that it issues for the name is trusted internally too.',
      remedy: "Have the certificate issued by the organization's own CA.",
      subject: 'certificate',
    },
  },
  needs: ['endpoint', 'thresholds', 'publicTrust', 'path'],
  judge: ({ endpoint: { role }, thresholds, publicTrust: publicPath, path }) => {
    if (!thresholds.rolesNeverPubliclyTrusted.includes(role)) {
      return notApplicable(
        'not-demanded',
        `The policy does not forbid a publicly trusted certificate for the role ${role}.`,
      );
    }
    const expected = 'no path to a public root';
    if (publicPath.ok) {
      const root = publicPath.value.certificates.at(-1);
      const name = root === undefined ? 'a public root' : shortNameOf(root);
      return fail('publicly-trusted', {
        title: `Publicly trusted: the path leads to ${name}, but the role ${role} has to be private`,
        expected,
        observed: name,
      });
    }
    if (path.end === 'open') {
      return undetermined(
        'no-path',
        'The next issuer was not found, so it is not known whether the certificate is publicly trusted.',
        { expected },
      );
    }
    return pass('No path leads from the certificate to a public root.', { expected, observed: 'none' });
  },
});
