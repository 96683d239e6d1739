import { shortNameOf } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import type { PathErrorKind } from '../../pki/path/path.ts';
import type { Evidence, JudgedPath } from '../evidence.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';

/** No path to a public root, in roles whose certificates have to be private; one, in roles whose clients know public roots only. */
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
      elsewhere: { title: 'The certificate is publicly trusted, which the role forbids' },
    },
    'not-publicly-trusted': {
      title: 'The certificate is not publicly trusted, as the role requires',
      why: 'Clients that do not belong to the organization trust public CAs only.',
      remedy: 'Have the certificate issued by a public CA.',
      subject: 'certificate',
    },
  },
  needs: ['endpoint', 'thresholds', 'publicTrust', 'path', 'demands'],
  judge: ({ endpoint: { role }, thresholds, publicTrust: publicPath, path, demands }) => {
    const presence = demands?.trust.publiclyTrusted ?? 'free';
    if (presence === 'required') return judgeRequired(publicPath, path);
    const isForbidden = presence === 'forbidden';
    if (!isForbidden && !thresholds.rolesNeverPubliclyTrusted.includes(role)) {
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
        ...(isForbidden ? { demand: 'trust' as const } : {}),
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

/** Reasons for which a path to a public root may still exist. */
const undecided: readonly PathErrorKind[] = ['budget-exceeded', 'unsupported-signature-algorithm'];

function judgeRequired(publicPath: Evidence['publicTrust'], { end }: JudgedPath): Judgement<'not-publicly-trusted'> {
  const expected = 'a path to a public root';
  if (publicPath.ok) {
    const root = publicPath.value.certificates.at(-1);
    const name = root === undefined ? 'a public root' : shortNameOf(root);
    return pass(`The path leads to the public root ${name}.`, { expected, observed: name });
  }
  const { kind, message, reachesAnchor } = publicPath.error;
  if (undecided.includes(kind) || (end === 'open' && !reachesAnchor)) {
    const text = `Whether the certificate is publicly trusted is not known. ${message}`;
    return undetermined('no-path', text, { expected });
  }
  return fail('not-publicly-trusted', {
    title: reachesAnchor
      ? 'Not publicly trusted: the path to the public root does not hold'
      : 'Not publicly trusted: no path leads to a public root',
    detail: message,
    demand: 'trust',
    expected,
    observed: 'none',
  });
}
