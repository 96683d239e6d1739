import { findProfileViolations } from '../../pki/path/profile-violations.ts';
import type { PathFault } from '../../pki/path/rule.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted } from '../judgement.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { count } from '../join-words.ts';

/**
 * What the profile `strict` demands of every certificate of the path, the anchor included, beyond what the policy's own
 * path validation did. RFC 5280 §4 binds every CA; the CA/B Forum's profiles bind only those that the public trusts.
 */
export const certificateProfile = defineCheck({
  id: 'certificate-profile',
  title: 'Every certificate on the path is made as its profile demands',
  why: 'Clients differ in which rules of the profile they enforce, so such a certificate works with some and not with others.',
  citation: rfc(5280, '4; public CAs: CA/Browser Forum Baseline Requirements 7.1'),
  faults: {
    unsorted: {
      title: 'Every certificate on the path is made as its profile demands',
      why: 'Clients differ in which rules of the profile they enforce, so such a certificate works with some and not with others.',
      remedy: 'Have the CA correct its template and reissue; where it is the root, only a new root heals it.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'validation', 'publicTrust', 'now'],
  judge: ({ path, validation, publicTrust, now }) => {
    const { profile, purpose, isPublicSuffix, checkLink } = validation;
    const violations = findProfileViolations({
      path: path.certificates,
      endsInAnchor: path.end === 'anchor',
      beyond: profile,
      isPublic: publicTrust.ok,
      at: now,
      purpose,
      isPublicSuffix,
      checkLink,
    });
    const rules = publicTrust.ok ? 'RFC 5280 and the CA/B Forum' : 'RFC 5280';
    const expected = `what ${rules} ${publicTrust.ok ? 'demand' : 'demands'}`;
    if (violations.length === 0) {
      return passUnlessOpen(path, `Nothing on the path breaks a rule of ${rules}.`, { expected });
    }
    const advice = 'Some clients refuse what others let pass. Have the CA correct its template and reissue.';
    return failUnsorted(`${nameViolations(violations)} ${advice}`, {
      expected,
      observed: count(violations.length, 'violation'),
    });
  },
});

/** Sentences shown of one path: a chain of three has room for five each, and a hostile one stays readable. */
const maximumNamed = 16;

function nameViolations(violations: readonly PathFault[]): string {
  const named = violations.slice(0, maximumNamed).map(({ message }) => message);
  const rest = violations.length - named.length;
  return [...named, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}
