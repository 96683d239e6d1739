import type { Certificate } from '../../x509/certificate.ts';
import { quoteText } from '../../pki/name-of.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, notObservable } from '../judgement.ts';

/**
 * The table asks for a duplicate of the Web Server template. That it was duplicated stands in no certificate; that it was
 * not does: a version 1 template writes its name into 1.3.6.1.4.1.311.20.2 (MS-WCCE 2.2.2.7.7), and a duplicate is never
 * version 1.
 */
export const webServerTemplate = defineCheck({
  id: 'web-server-template',
  title: 'The certificate does not come from the built-in Web Server template',
  why: 'Keys from the built-in template cannot be exported to load balancers and proxies.',
  citation: specification('Tables 1 and 2, Template Duplicated and Private Key'),
  faults: {
    'built-in-template': {
      title: 'The certificate comes from the built-in Web Server template',
      why: 'The specification requires a duplicate: keys from the built-in template cannot be exported.',
      remedy: 'Duplicate the Web Server template, allow the private key to be exported, and enroll from the duplicate.',
      subject: 'certificate',
    },
    malformed: {
      title: 'The extension that names the certificate template is malformed',
      why: 'Which template the certificate comes from cannot be read.',
      remedy: 'Reissue the certificate from a duplicate of the Web Server template.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'demands'],
  judge: ({ leaf, demands }) => {
    if (demands !== undefined && !demands.template.forbidden.some((name) => name.toLowerCase() === builtIn)) {
      return notApplicable('no-demand', 'This role does not forbid the built-in Web Server template.');
    }
    const { microsoftTemplateName: name, microsoftTemplate: template } = leaf.extensions;
    const expected = 'a duplicate of Web Server';
    for (const extension of [name, template]) {
      if (extension?.ok !== false) continue;
      return fail('malformed', {
        title: 'The extension that names the certificate template is malformed',
        detail: extension.error.message,
        expected,
        observed: 'malformed',
      });
    }
    if (name?.ok === true && name.value.toLowerCase() === builtIn) {
      const title = `The certificate comes from the built-in template ${name.value}, not from a duplicate`;
      return fail('built-in-template', { title, expected, observed: quoteText(name.value) });
    }
    return notObservable(
      'not-in-certificate',
      `The template cannot be seen over TLS. ${hint(leaf)} On the server, run certutil -store -v My and compare with certutil -dstemplate.`,
      { expected },
    );
  },
});

const builtIn = 'webserver';

/** What 1.3.6.1.4.1.311.21.7 suggests. That the built-in Web Server ends in .1.16 rests on one observed directory. */
function hint({ extensions: { microsoftTemplate: template, microsoftTemplateName: name } }: Certificate): string {
  if (name?.ok === true) return `The certificate names the version 1 template ${quoteText(name.value)}.`;
  if (template?.ok !== true) return 'The certificate names no template, like those of public and stand-alone CAs.';
  const { oid } = template.value;
  if (oid.endsWith('.1.16'))
    return `The certificate names the template ${oid}, whose OID ends like that of the built-in Web Server template.`;
  return `The certificate names the version 2 template ${oid}, so it comes from a duplicate.`;
}
