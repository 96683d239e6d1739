import { quoteText } from '../../pki/name-of.ts';
import { subjectCommonNames } from './certificate-names.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';
import { serverNameNote } from './server-name-note.ts';

/** The CN is what the role expects. Of several the last, most specific one is judged (RFC 2818 §3.1). */
export const subjectName = defineCheck({
  id: 'subject-name',
  title: "The subject's common name is the one the role demands",
  why: 'Communicator Web Access, its pool and ISA find a certificate by its subject: the URL of the virtual server for SSL, the FQDN of the server computer for MTLS.',
  citation: specification('Tables 1 and 2, Subject Name'),
  faults: {
    unsorted: {
      title: "The subject's common name is the one the role demands",
      why: 'Communicator Web Access, its pool and ISA find a certificate by its subject: the URL of the virtual server for SSL, the FQDN of the server computer for MTLS.',
      remedy: 'Reissue the certificate with the expected common name, a bare host name without scheme, port or path.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'observation'],
  judge: (evidence) => {
    if (evidence.expectation.role.subject === undefined)
      return notApplicable('no-demand', 'This role demands nothing of the subject.');
    const { leaf, expectation, observation } = evidence;
    const { role, subject } = expectation;
    if (subject === undefined) {
      return undetermined(
        'not-declared',
        `The topology does not name what the common name has to be (${role.subject}).`,
      );
    }
    const names = subjectCommonNames(leaf);
    if (names.length === 0) {
      return failUnsorted(
        `The subject has no common name; ${subject} is demanded. Clients of this deployment look for it there. Reissue the certificate with it.${serverNameNote(observation)}`,
        { expected: subject, observed: 'none' },
      );
    }
    return judgeLast(names, subject, serverNameNote(observation));
  },
});

function judgeLast(names: readonly (string | undefined)[], subject: string, note: string): Judgement<'unsorted'> {
  const shown = names.map((name) => name ?? 'an unreadable value');
  const several = names.length > 1 ? ` Of its common names ${joinWords(shown)} the last one is judged.` : '';
  const last = names.at(-1);
  const details = { expected: subject, observed: quoteText(shown.join(', ')) };
  if (last === undefined) {
    return failUnsorted(
      `The common name is no readable text; ${subject} is demanded. Reissue the certificate.${several}${note}`,
      details,
    );
  }
  if (last.toLowerCase() === subject) return pass(`The common name is ${quoteText(last)}.${several}`, details);
  if (isUrl(last)) {
    return failUnsorted(
      `The common name ${quoteText(last)} is a URL or holds a port or path; a client compares it with the host alone. The specification's "URL of the virtual server" means the bare host: reissue the certificate with ${subject}.${several}${note}`,
      details,
    );
  }
  return failUnsorted(
    `The common name is ${quoteText(last)}, but ${subject} is demanded. Clients and the pool find the certificate by it: reissue it with ${subject}, or check which certificate is assigned here.${several}${note}`,
    details,
  );
}

/** A scheme, a path or a port: everything that a host name cannot hold. */
function isUrl(name: string): boolean {
  return /:\/\/|\/|:\d*$/.test(name);
}
