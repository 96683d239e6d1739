import type { Endpoint } from '../../model/endpoint.ts';
import { formatIpAddress, parseIpAddress } from '../../model/ip-address.ts';
import { matchesSchannelWildcard } from '../../pki/names/wildcard.ts';
import { alternativeDnsNames, alternativeIpAddresses } from './certificate-names.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { missingServerNameNote, withNote } from '../field-notes.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';
import { FEW, joinWords, listValues } from '../join-words.ts';
import { noteMissingServerName } from './note-missing-server-name.ts';
import { serverNameNote } from './server-name-note.ts';

const why =
  'Desktop sharing uses the as. and download. names of the virtual server; clients refuse a name that is missing.';
const remedy = 'Reissue the certificate with HOST, as.HOST and download.HOST in the SAN.';

/** The role's names are all there, each spelt out: a wildcard that covers one is not what the table asks for. */
export const subjectAlternativeNames = defineCheck({
  id: 'subject-alternative-names',
  title: 'The SAN lists every name that the role requires',
  why,
  citation: specification('Table 2, Subject Alternate Name'),
  fieldNote: missingServerNameNote(),
  faults: {
    'missing-names': {
      title: 'The SAN lacks names that the role requires',
      why,
      remedy,
      subject: 'certificate',
    },
    // A wildcard stands for at least one of the names that are missing.
    'only-wildcard': {
      title: 'The SAN has a wildcard instead of the names that the role requires',
      why: 'The specification lists each name, and parts of Communicator Web Access do not work with wildcards.',
      remedy,
      subject: 'certificate',
    },
    malformed: {
      title: 'The SAN is malformed',
      why: 'Clients find no name in a SAN that cannot be read.',
      remedy,
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'observation', 'endpoint', 'publicTrust', 'fieldNotes'],
  judge: ({ leaf, expectation: { role, requiredNames }, observation, endpoint, publicTrust, fieldNotes }) => {
    const demanded = requiredNames?.dns;
    if (role.requiredNames.dns.length === 0)
      return notApplicable('no-demand', 'This role requires no names in the SAN.');
    if (demanded === undefined) {
      return undetermined('not-declared', 'The targets file does not declare the names to expect in the SAN.');
    }
    const exact = { remedy: `Reissue the certificate with ${joinWords(demanded)} in the SAN.` };
    const expected = listValues(demanded);
    const note = serverNameNote(observation);
    const extension = leaf.extensions.subjectAlternativeName;
    if (extension?.ok === false) {
      const detail = [extension.error.message, note].filter((part) => part !== '').join(' ');
      return fail('malformed', { title: 'The SAN is malformed', detail, ...exact, expected, observed: 'malformed' });
    }
    const names = alternativeDnsNames(leaf).map((name) => name.toLowerCase());
    const present = new Set([...names, ...alternativeIpAddresses(leaf)]);
    const missing = demanded.filter((name) => !present.has(canonical(name)));
    const observed = extension === undefined ? 'none' : listValues([...present]);
    const fieldNote = noteMissingServerName({ leaf, endpoint, publicTrust, fieldNotes });
    if (missing.length === 0) {
      return withNote(pass(`The SAN lists ${joinWords(demanded)}.`, { expected, observed }), fieldNote);
    }
    const lacking = `${extension === undefined ? 'The certificate has no SAN; it needs' : 'The SAN lacks'} ${joinWords(missing)}`;
    const wildcards = names.filter((name) =>
      missing.some((host) => name.includes('*') && matchesSchannelWildcard(name, host)),
    );
    const detail = [externalNote(endpoint), note].filter((part) => part !== '').join(' ');
    const details = { detail, ...exact, expected, observed };
    if (wildcards.length === 0) return withNote(fail('missing-names', { title: lacking, ...details }), fieldNote);
    const title = `The SAN has ${joinWords(wildcards, FEW)} instead of ${joinWords(missing)}`;
    return withNote(fail('only-wildcard', { title, ...details }), fieldNote);
  },
});

function canonical(name: string): string {
  const address = parseIpAddress(name);
  return address === undefined ? name : formatIpAddress(address);
}

/** The table has a row for the virtual server's URL alone. */
function externalNote({ role, names: { url, externalUrl } }: Endpoint): string {
  if (role !== 'reverse-proxy-external' || externalUrl === url) return '';
  return 'The specification lists the names of the virtual server; that external clients need these names is an inference.';
}
