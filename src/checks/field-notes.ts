import { type Citation, knowledgeBase } from './citations.ts';
import type { Judgement } from './judgement.ts';
import { FEW, joinWords } from './join-words.ts';

/**
 * What the field reports beside the rows of the specification: sentences with their source, which stand in findings and never
 * decide an outcome. Roles say which of them concern them (`RolePolicy.fieldNotes`).
 */

/** That the browser looks for the server's own name. `server`: the FQDN that the SAN lacks; undefined: of any server. */
export function missingServerNameNote(server?: string): string {
  const without =
    server === undefined
      ? 'without the FQDN of the server in the SAN'
      : `the SAN lacks the FQDN of the server (${server}). Without it`;
  const seen = 'the browser is reported to show a certificate error when a chat starts';
  return note(`${without} ${seen}; no row of the specification asks for this name`, {
    document: 'CWA 2007 R2 Certificate Requirements',
    url: 'https://confusedamused.com/notebook/cwa-2007-r2-certificate-requirements',
  });
}

/** That unpatched Windows peers refuse SHA-512. `names`: of the certificates signed with it; undefined: of any. */
export function sha512Note(names?: readonly string[]): string {
  const signed =
    names === undefined
      ? 'a certificate signed with SHA-512 is refused'
      : `${joinWords(names, FEW)} ${names.length === 1 ? 'is' : 'are'} signed with SHA-512 and so refused`;
  return note(
    `${signed} in TLS 1.2 by Windows 7 to 8.1, and the servers of their time, without the update KB2973337; no row of the specification is about it`,
    knowledgeBase(2973337, ''),
  );
}

/** The two opinions about the CN of a certificate that serves SSL and MTLS. */
export const singleCertificateNote = note(
  'a single certificate works with the FQDN of the server as CN and the names of the URL in the SAN, while Table 2 asks for the host of the URL as CN',
  {
    document: 'OCS R2 CWA Single Certificate Configuration',
    url: 'https://blog.schertz.name/2009/08/ocs-r2-cwa-single-certificate-configuration',
  },
);

/** The same judgement with a note at the end of what was seen; `text` undefined: without. */
export function withNote<FaultId extends string>(
  judgement: Judgement<FaultId>,
  text: string | undefined,
): Judgement<FaultId> {
  if (text === undefined) return judgement;
  const message = judgement.message === '' ? text : `${judgement.message} ${text}`;
  return { ...judgement, message, note: text };
}

function note(text: string, { document, url }: Omit<Citation, 'section'>): string {
  return `Note from the field: ${text} (${document}, ${url}).`;
}
