import { quoteText } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { joinAlternatives, joinWords, listValues } from '../join-words.ts';

/**
 * A version 1 template writes its name into 1.3.6.1.4.1.311.20.2, a later one its OID into 1.3.6.1.4.1.311.21.7 (MS-WCCE
 * 2.2.2.7.7), so a certificate that has neither was not issued from a template.
 */
export const certificateTemplate = defineCheck({
  id: 'certificate-template',
  title: 'The certificate comes from a template that the role allows',
  why: 'A template decides whether the key may be exported, which usages are allowed and who may enroll.',
  citation: {
    document: 'MS-WCCE',
    section: '2.2.2.7.7 (certificate template extensions); which templates are allowed, the policy says',
    url: 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-wcce/',
  },
  faults: {
    'forbidden-template': {
      title: 'The certificate comes from a template that the role forbids',
      why: 'A template decides whether the key may be exported, which usages are allowed and who may enroll.',
      remedy: 'Duplicate the template, set the duplicate up as the role demands, and enroll from it.',
      subject: 'certificate',
    },
    'other-template': {
      title: 'The certificate does not come from the template that the role requires',
      why: 'A template decides whether the key may be exported, which usages are allowed and who may enroll.',
      remedy: 'Enroll the certificate from the template that the role requires.',
      subject: 'certificate',
    },
    malformed: {
      title: 'The extension that names the certificate template is malformed',
      why: 'Which template the certificate comes from cannot be read.',
      remedy: 'Reissue the certificate from a template that the role allows.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'demands'],
  judge: ({ leaf: { extensions }, demands }) => {
    const { forbidden, required } = demands?.template ?? { forbidden: [], required: [] };
    if (forbidden.length + required.length === 0) {
      return notApplicable('no-demand', 'This role allows any certificate template.');
    }
    const { microsoftTemplateName: name, microsoftTemplate: template } = extensions;
    const expected = [
      required.length === 0 ? '' : listValues(required),
      forbidden.length === 0 ? '' : `not ${listValues(forbidden)}`,
    ]
      .filter((part) => part !== '')
      .join('; ');
    for (const extension of [name, template]) {
      if (extension?.ok !== false) continue;
      return fail('malformed', {
        title: 'The extension that names the certificate template is malformed',
        detail: extension.error.message,
        demand: 'template',
        expected,
        observed: 'malformed',
      });
    }
    const named = [name?.ok === true ? [name.value] : [], template?.ok === true ? [template.value.oid] : []].flat();
    const details = { expected, observed: listValues(named), demand: 'template' } as const;
    const isOneOf = (list: readonly string[]) => (text: string) =>
      list.some((each) => each.toLowerCase() === text.toLowerCase());
    const bad = named.find(isOneOf(forbidden));
    if (bad !== undefined) {
      const title = `The certificate comes from the template ${quoteText(bad)}, which the role forbids`;
      return fail('forbidden-template', { title, ...details });
    }
    if (required.length > 0 && !named.some(isOneOf(required))) {
      const wanted = joinAlternatives(required);
      const title =
        named.length === 0
          ? `The certificate names no template; the role requires ${wanted}`
          : `The certificate comes from the template ${joinWords(named)}, not from ${wanted}`;
      return fail('other-template', { title, remedy: `Enroll the certificate from ${wanted}.`, ...details });
    }
    return named.length === 0
      ? pass('The certificate names no template, so it does not come from one that the role forbids.', details)
      : pass(`The certificate comes from the template ${joinWords(named)}.`, details);
  },
});
