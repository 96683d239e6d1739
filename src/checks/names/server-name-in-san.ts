import { alternativeDnsNames } from './certificate-names.ts';
import { defineCheck } from '../define-check.ts';
import { serverNameReport } from '../field-notes.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';
import { listValues } from '../join-words.ts';
import { isReservedName } from './reserved-names.ts';

const why = 'By field reports the browser shows a certificate error when a chat starts if this name is missing.';

/** A note from the field beside Table 2: the SAN of an SSL certificate has the FQDN of the server computer too. */
export const serverNameInSan = defineCheck({
  id: 'server-name-in-san',
  title: 'The SAN lists the FQDN of the server computer (field report)',
  why,
  citation: serverNameReport,
  faults: {
    'server-name-missing': {
      title: 'The SAN lacks the FQDN of the server computer (field report)',
      why,
      remedy: 'Add the FQDN of the server to the SAN when the certificate is next reissued.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'publicTrust', 'endpoint', 'expectation'],
  judge: ({ leaf, publicTrust, endpoint: { names }, expectation: { role } }) => {
    if (role.nameMatcher !== 'schannel') return notApplicable('no-demand', 'The report is about SSL certificates.');
    const { server } = names;
    if (server === null) return notApplicable('not-declared', 'No server computer is declared for this address.');
    const san = leaf.extensions.subjectAlternativeName;
    if (san?.ok === false) return undetermined('undecodable', 'The SAN cannot be decoded.');
    const present = alternativeDnsNames(leaf).map((name) => name.toLowerCase());
    const details = { expected: server, observed: listValues(present) };
    if (present.includes(server)) return pass(`The SAN lists ${server}.`, details);
    if (publicTrust.ok && isReservedName(server))
      return notApplicable('reserved-name', `A public CA may not certify ${server}, so it cannot be in the SAN.`);
    return fail('server-name-missing', {
      title: `The SAN lacks the server's FQDN ${server}`,
      detail: 'The table of the specification does not ask for it.',
      remedy: `Add ${server} to the SAN when the certificate is next reissued.`,
      ...details,
    });
  },
});
