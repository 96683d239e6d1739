import type { Certificate } from '../../x509/certificate.ts';
import { quoteText } from '../../pki/name-of.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notObservable } from '../judgement.ts';

/**
 * The table asks for a duplicate of the Web Server template. That it was duplicated stands in no certificate; that it was
 * not does: a version 1 template writes its name into 1.3.6.1.4.1.311.20.2 (MS-WCCE 2.2.2.7.7), and a duplicate is never
 * version 1.
 */
export const webServerTemplate = defineCheck({
  id: 'web-server-template',
  title: 'The certificate does not come from the built-in Web Server template itself',
  why: 'The built-in template cannot be changed, so its keys are not marked exportable, which load balancers and proxies need.',
  citation: specification('Tables 1 and 2, Template Duplicated'),
  faults: {
    unsorted: {
      title: 'The certificate does not come from the built-in Web Server template itself',
      why: 'The built-in template cannot be changed, so its keys are not marked exportable, which load balancers and proxies need.',
      remedy: 'Duplicate the Web Server template, allow the private key to be exported, and enrol from the duplicate.',
      subject: 'certificate',
    },
  },
  needs: ['leaf'],
  judge: ({ leaf }) => {
    const { microsoftTemplateName: name, microsoftTemplate: template } = leaf.extensions;
    const expected = 'a duplicate of Web Server';
    for (const extension of [name, template]) {
      if (extension?.ok !== false) continue;
      return failUnsorted(
        `The extension that names the template is malformed: ${extension.error.message} No one can tell where the certificate comes from. Reissue it.`,
        { expected, observed: 'malformed' },
      );
    }
    if (name?.ok === true && name.value.toLowerCase() === builtIn) {
      return failUnsorted(
        `The certificate names the built-in version 1 template ${name.value}. The specification demands a duplicate, whose key can be exported. Enrol it again from a duplicate of the Web Server template.`,
        { expected, observed: quoteText(name.value) },
      );
    }
    return notObservable(
      'not-in-certificate',
      `Which template was duplicated cannot be seen over TLS. ${hint(leaf)} On the server, run certutil -store -v My and compare the template with the CA's list (certutil -dstemplate).`,
      { expected },
    );
  },
});

const builtIn = 'webserver';

/** What 1.3.6.1.4.1.311.21.7 suggests. That the built-in Web Server ends in .1.16 rests on one observed directory. */
function hint({ extensions: { microsoftTemplate: template, microsoftTemplateName: name } }: Certificate): string {
  if (name?.ok === true) return `It names the version 1 template ${quoteText(name.value)}.`;
  if (template?.ok !== true)
    return 'It names no template: a public or stand-alone CA, or one that leaves the name out.';
  const { oid } = template.value;
  if (oid.endsWith('.1.16')) return `It names the template ${oid}, whose ending is that of the built-in Web Server.`;
  return `It names the version 2 template ${oid}, so it comes from some duplicate.`;
}
