import { anyExtendedKeyUsage } from '../../pki/rules/extended-key-usage.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';
import { usageText } from './usage-names.ts';

/** Contains what the role demands. Absent, or only anyExtendedKeyUsage, fails, saying which; the policy may let absent pass. */
export const extendedKeyUsage = defineCheck({
  id: 'extended-key-usage',
  title: 'Extended key usage contains server authentication',
  why: 'Schannel peers and browsers accept only a certificate that is meant for servers.',
  citation: specification('Tables 1 and 2, EKU'),
  faults: {
    unsorted: {
      title: 'Extended key usage contains server authentication',
      why: 'Schannel peers and browsers accept only a certificate that is meant for servers.',
      remedy:
        'Reissue the certificate from a duplicate of the Web Server template, or ask the CA for Server Authentication (1.3.6.1.5.5.7.3.1).',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation'],
  judge: ({ leaf, expectation: { role } }) => {
    const { required, absent } = role.extendedKeyUsage;
    const expected = usageText(required);
    const usages = leaf.extensions.extendedKeyUsage;
    if (usages === undefined) {
      const details = { expected, observed: 'absent' };
      if (absent === 'pass') {
        return pass(
          'There is no extended key usage extension, so the key is not restricted to any purpose (RFC 5280 §4.2.1.12).',
          details,
        );
      }
      return failUnsorted(
        `There is no extended key usage extension. The key is not restricted, but the table demands ${expected} by name. Reissue the certificate with it.`,
        details,
      );
    }
    if (!usages.ok) {
      return failUnsorted(
        `The extended key usage extension is malformed: ${usages.error.message} No client can tell what the certificate is for. Reissue it.`,
        { expected, observed: 'malformed' },
      );
    }
    const observed = listValues(usages.value.map(usageText));
    if (usages.value.includes(required))
      return pass(`Extended key usage contains ${expected}.`, { expected, observed });
    if (usages.value.includes(anyExtendedKeyUsage)) {
      return failUnsorted(
        `Extended key usage says anyExtendedKeyUsage and not ${expected}. Not every client takes the one for the other. Reissue the certificate with ${expected}.`,
        { expected, observed },
      );
    }
    return failUnsorted(
      `Extended key usage allows ${joinWords(usages.value.map(usageText)) || 'nothing'} and not ${expected}. Clients refuse such a certificate for a server. Reissue it with ${expected}.`,
      { expected, observed },
    );
  },
});
