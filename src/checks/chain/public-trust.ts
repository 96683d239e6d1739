import { nameOf } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, pass, undetermined } from '../judgement.ts';

/** No path to a public root, in roles whose certificates the operator wants to keep private. */
export const publicTrust = defineCheck({
  id: 'public-trust',
  title: 'The certificate is not publicly trusted where the operator forbids that',
  why: 'A public CA logs every name it certifies for all to read, and whoever gets it to issue for the name once more is trusted inside as well.',
  citation: { document: "The operator's own policy", section: 'policyOverrides.thresholds.rolesNeverPubliclyTrusted' },
  faults: {
    unsorted: {
      title: 'The certificate is not publicly trusted where the operator forbids that',
      why: 'A public CA logs every name it certifies for all to read, and whoever gets it to issue for the name once more is trusted inside as well.',
      remedy:
        "Have the certificate issued by the organization's own CA, or drop the role from rolesNeverPubliclyTrusted.",
      subject: 'certificate',
    },
  },
  needs: ['endpoint', 'thresholds', 'publicTrust', 'path'],
  judge: ({ endpoint: { role }, thresholds, publicTrust: publicPath, path }) => {
    if (!thresholds.rolesNeverPubliclyTrusted.includes(role)) {
      return notApplicable('not-demanded', `Nothing forbids the role ${role} a publicly trusted certificate.`);
    }
    const expected = 'no path to a public root';
    if (publicPath.ok) {
      const root = publicPath.value.certificates.at(-1);
      const name = root === undefined ? 'a public root' : nameOf(root);
      return failUnsorted(
        `The certificate is publicly trusted: it leads to ${name}. The role ${role} is to be private. Have it issued by the organization's own CA.`,
        { expected, observed: name },
      );
    }
    if (path.end === 'open') {
      return undetermined(
        'no-path',
        'The next issuer is not known, so whether the certificate is publicly trusted is not known either. See chain-trust.',
        { expected },
      );
    }
    return pass('There is no path from the certificate to a public root.', { expected, observed: 'none' });
  },
});
