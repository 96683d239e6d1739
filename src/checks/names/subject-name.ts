import type { Endpoint } from '../../model/endpoint.ts';
import { quoteText } from '../../pki/name-of.ts';
import { matchesSchannelWildcard } from '../../pki/names/wildcard.ts';
import { subjectCommonNames } from './certificate-names.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { singleCertificateNote, withNote } from '../field-notes.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinAlternatives, joinWords } from '../join-words.ts';
import { serverNameNote } from './server-name-note.ts';

const why = 'Communicator Web Access, its pool and ISA Server select a certificate by its CN.';
const remedy = 'Reissue the certificate with the expected CN: a bare host name without scheme, port or path.';
const elsewhere = { why: 'Peers that select or compare a certificate by its CN do not accept this one.' };

/** The CN is what the role expects. Of several the last, most specific one is judged (RFC 2818 §3.1). */
export const subjectName = defineCheck({
  id: 'subject-name',
  title: 'The CN of the certificate is the one that the role requires',
  why: `${why} SSL requires the host of the virtual server's URL, MTLS the FQDN of the server.`,
  citation: specification('Tables 1 and 2, Subject Name'),
  fieldNote: singleCertificateNote,
  faults: {
    differs: { title: 'The CN is not the one that the role requires', why, remedy, subject: 'certificate', elsewhere },
    'differs-from-proxy': {
      title: 'The CN on the external interface is not the FQDN of the reverse proxy',
      why: 'With different URLs outside and inside, the external interface needs the FQDN of the proxy as the subject.',
      remedy,
      subject: 'certificate',
      citation: specification('Table 2, Subject Name, note on reverse proxies with different URLs'),
    },
    wildcard: {
      title: 'The CN is a wildcard',
      why,
      remedy,
      subject: 'certificate',
      elsewhere,
      citation: specification('Tables 1 and 2, Subject Name (inference: neither lists a wildcard)'),
    },
    'url-in-common-name': {
      title: 'The CN is a URL instead of a host name',
      why: 'Clients compare the CN with the host alone; the "URL" of the specification means the bare host.',
      remedy,
      subject: 'certificate',
      elsewhere: { why: 'Clients compare the CN with the host alone.' },
    },
    'no-common-name': { title: 'The subject has no CN', why, remedy, subject: 'certificate', elsewhere },
    'unreadable-common-name': { title: 'The CN is not readable text', why, remedy, subject: 'certificate', elsewhere },
  },
  needs: ['leaf', 'expectation', 'observation', 'endpoint', 'fieldNotes'],
  judge: ({ leaf, expectation, observation, endpoint, fieldNotes }) => {
    const subjects = expectation.commonNames;
    if (expectation.role.commonNames.length === 0)
      return notApplicable('no-demand', 'This role requires no particular CN.');
    // Parameters that are not declared demand nothing: the estate does not have what they name.
    if (subjects?.length === 0)
      return notApplicable(
        'no-demand',
        `The CN that this role requires is ${undeclared(expectation.role.commonNames)}.`,
      );
    if (subjects === undefined) {
      return undetermined('not-declared', 'The targets file does not declare the CN to expect.');
    }
    const names = subjectCommonNames(leaf);
    const several = names.length > 1 ? `Of its CNs ${joinWords(names.map(textOf))} the last one counts.` : '';
    const exact = expectation.hasOwnSource
      ? { remedy: `Reissue the certificate with the CN ${joinAlternatives(subjects)}.` }
      : {};
    const judgement = judgeLast(names, subjects, { endpoint, exact });
    const note = judgement.outcome === 'fail' ? serverNameNote(observation) : '';
    const message = [judgement.message, several, note].filter((part) => part !== '').join(' ');
    const isOfServer = names.at(-1)?.toLowerCase() === endpoint.names.server;
    const isNoted = judgement.outcome === 'fail' && isOfServer && fieldNotes.includes('single-certificate');
    return withNote({ ...judgement, message }, isNoted ? singleCertificateNote : undefined);
  },
});

function undeclared(templates: readonly string[]): string {
  return `that of a parameter which the deployment does not declare: ${joinAlternatives(templates)}`;
}

/** `subjects`: of these the last of `names` has to be one; `exact`: what to do, if it can be said better than each fault does. */
function judgeLast(
  names: readonly (string | undefined)[],
  subjects: readonly string[],
  { endpoint, exact }: { readonly endpoint: Endpoint; readonly exact: { readonly remedy?: string } },
): Judgement<
  'differs' | 'differs-from-proxy' | 'wildcard' | 'url-in-common-name' | 'no-common-name' | 'unreadable-common-name'
> {
  const subject = joinAlternatives(subjects);
  const details = {
    expected: subject,
    observed: names.length === 0 ? 'none' : quoteText(names.map(textOf).join(', ')),
    demand: 'subject' as const,
    ...exact,
  };
  if (names.length === 0)
    return fail('no-common-name', { title: `The subject has no CN; ${subject} is needed`, ...details });
  const last = names.at(-1);
  if (last === undefined) {
    return fail('unreadable-common-name', { title: `The CN is not readable text; ${subject} is needed`, ...details });
  }
  const name = quoteText(last);
  if (subjects.includes(last.toLowerCase())) return pass(`The CN is ${name}.`, details);
  if (isUrl(last)) return fail('url-in-common-name', { title: `The CN ${name} is not a bare host name`, ...details });
  const seen = { title: `The CN is ${name}, not ${subject}`, ...details };
  if (subjects.some((name) => matchesSchannelWildcard(last, name))) return fail('wildcard', seen);
  return fail(isOfProxy(subject, endpoint) ? 'differs-from-proxy' : 'differs', seen);
}

/** Whether the note on reverse proxies decides: the URLs outside and inside differ. */
function isOfProxy(subject: string, { role, names: { proxy, externalUrl } }: Endpoint): boolean {
  return role === 'reverse-proxy-external' && subject === proxy && subject !== externalUrl;
}

function textOf(name: string | undefined): string {
  return name ?? 'an unreadable value';
}

/** A scheme, a path or a port: everything that a host name cannot hold. */
function isUrl(name: string): boolean {
  return /:\/\/|\/|:\d*$/.test(name);
}
