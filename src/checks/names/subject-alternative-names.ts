import type { Endpoint } from '../../model/endpoint.ts';
import { matchesSchannelWildcard } from '../../pki/names/wildcard.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { Expectation } from '../evidence.ts';
import { missingServerNameNote, withNote } from '../field-notes.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { FEW, joinWords, listValues, unique } from '../join-words.ts';
import { isCovered, isForbidden, isNamed, type KindOfName, listNames, namesOf, nameText } from './name-demands.ts';
import { noteMissingServerName } from './note-missing-server-name.ts';
import { serverNameNote } from './server-name-note.ts';
import { wildcardRule } from './wildcard-rule.ts';

const why =
  'Desktop sharing uses the as. and download. names of the virtual server; clients refuse a name that is missing.';
const remedy = 'Reissue the certificate with HOST, as.HOST and download.HOST in the SAN.';
const remedyElsewhere = 'Reissue the certificate with the names of the role in the SAN.';

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
      elsewhere: { why: 'Clients refuse a name that is missing.', remedy: remedyElsewhere },
    },
    // A wildcard stands for at least one of the names that are missing.
    'only-wildcard': {
      title: 'The SAN has a wildcard instead of the names that the role requires',
      why: 'The specification lists each name, and parts of Communicator Web Access do not work with wildcards.',
      remedy,
      subject: 'certificate',
      elsewhere: { why: 'The role requires each of these names spelt out.', remedy: remedyElsewhere },
    },
    'unexpected-names': {
      title: 'The SAN has names that the role does not name',
      why: 'Whoever has the key of the certificate can pose as the owner of every name in it.',
      remedy: 'Reissue the certificate with the names of the role only.',
      subject: 'certificate',
    },
    'forbidden-names': {
      title: 'The SAN has names that the role forbids',
      why: 'Whoever has the key of the certificate can pose as the owner of every name in it.',
      remedy: 'Reissue the certificate without these names.',
      subject: 'certificate',
    },
    malformed: {
      title: 'The SAN is malformed',
      why: 'Clients find no name in a SAN that cannot be read.',
      remedy,
      subject: 'certificate',
      elsewhere: { remedy: remedyElsewhere },
    },
  },
  needs: ['leaf', 'expectation', 'observation', 'endpoint', 'publicTrust', 'fieldNotes'],
  judge: ({ leaf, expectation, observation, endpoint, publicTrust, fieldNotes }) => {
    const { role, requiredNames, hasOwnSource } = expectation;
    const isFree = Object.keys(role.allowedNames).length === 0 && listNames(role.forbiddenNames).length === 0;
    if (isFree && listNames(requiredNames ?? role.requiredNames).length === 0)
      return notApplicable('no-demand', noNames(listNames(role.requiredNames).length));
    if (requiredNames === undefined) {
      return undetermined('not-declared', 'The targets file does not declare the names to expect in the SAN.');
    }
    const demanded = listNames(requiredNames);
    const texts = demanded.map(nameText);
    const exact = {
      demand: 'names',
      ...(texts.length === 0 ? {} : { remedy: `Reissue the certificate with ${joinWords(texts)} in the SAN.` }),
    } as const;
    const expected = texts.length === 0 ? 'the names of the role' : listValues(texts);
    const note = serverNameNote(observation);
    const extension = leaf.extensions.subjectAlternativeName;
    if (extension?.ok === false) {
      const detail = [extension.error.message, note].filter((part) => part !== '').join(' ');
      return fail('malformed', { title: 'The SAN is malformed', detail, ...exact, expected, observed: 'malformed' });
    }
    const entries = namesOf(extension?.value ?? []);
    const present = { entries, observed: extension === undefined ? 'none' : observedNames(entries, role) };
    const missing = findMissing(demanded, entries, expectation);
    const isOpen =
      missing.length === 0 && expectation.wildcardFor === undefined && hasWildcardFor(demanded, entries, role);
    if (isOpen) {
      const undeclared = 'The targets file does not declare the names in whose place a wildcard may stand.';
      return undetermined('not-declared', undeclared, { expected, observed: present.observed });
    }
    const surplus = findSurplus(entries, demanded, expectation);
    const fieldNote = noteMissingServerName({ leaf, endpoint, publicTrust, fieldNotes });
    if (missing.length === 0) {
      return withNote(judgeSurplus(surplus, { ...exact, expected, note, texts, ...present }), fieldNote);
    }
    const names = joinWords(missing.map(nameText));
    const lacking = `${extension === undefined ? 'The certificate has no SAN; it needs' : 'The SAN lacks'} ${names}`;
    const wildcards = entries.filter(
      ({ kind, text }) =>
        kind === 'dns' &&
        text.includes('*') &&
        missing.some((name) => name.kind === 'dns' && matchesSchannelWildcard(text, name.text)),
    );
    const detail = [hasOwnSource ? '' : externalNote(endpoint), describeSurplus(surplus), note];
    const details = {
      detail: detail.filter((part) => part !== '').join(' '),
      ...exact,
      expected,
      observed: present.observed,
    };
    if (wildcards.length === 0) return withNote(fail('missing-names', { title: lacking, ...details }), fieldNote);
    const title = `The SAN has ${joinWords(
      wildcards.map(({ text }) => text),
      FEW,
    )} instead of ${names}`;
    return withNote(fail('only-wildcard', { title, ...details }), fieldNote);
  },
});

/** Templates whose parameters are not declared demand nothing: the estate does not have what they name. */
function noNames(templates: number): string {
  if (templates === 0) return 'This role requires no names in the SAN.';
  return 'The names that this role requires in the SAN are those of parameters that the deployment does not declare.';
}

/** Names that no entry stands for. */
function findMissing(
  demanded: readonly KindOfName[],
  entries: readonly KindOfName[],
  { role, wildcardFor }: Expectation,
): readonly KindOfName[] {
  const covers = wildcardRule(role.nameMatcher);
  return demanded.filter((name) => {
    if (entries.some((entry) => isNamed(entry, name))) return false;
    // Where the topology does not say which names a wildcard may stand for, it may be any of them.
    const mayBeCovered = role.wildcard === 'allowed' || wildcardFor?.includes(name.text) !== false;
    return !(mayBeCovered && isCovered(name, entries, covers));
  });
}

/** Whether a demanded name is there by a wildcard alone. */
function hasWildcardFor(
  demanded: readonly KindOfName[],
  entries: readonly KindOfName[],
  { nameMatcher }: Expectation['role'],
): boolean {
  const covers = wildcardRule(nameMatcher);
  return demanded.some((name) => !entries.some((entry) => isNamed(entry, name)) && isCovered(name, entries, covers));
}

/** What should not be in the SAN. */
interface Surplus {
  readonly forbidden: readonly KindOfName[];
  readonly unexpected: readonly KindOfName[];
  /** The topology does not name all that is allowed or forbidden. */
  readonly isOpen: boolean;
}

/** Entries that the role forbids, and those of a limited kind that it does not name. A wildcard is judged by `wildcard-name` where it is not allowed. */
function findSurplus(
  entries: readonly KindOfName[],
  demanded: readonly KindOfName[],
  { role, allowedNames, forbiddenNames, wildcardFor }: Expectation,
): Surplus {
  const forbidden = listNames(forbiddenNames ?? {});
  const isBad = (entry: KindOfName): boolean => forbidden.some((name) => isForbidden(entry, name));
  const fine = [...demanded, ...listNames(allowedNames ?? {})];
  const covers = wildcardRule(role.nameMatcher);
  const isFine = (entry: KindOfName): boolean => {
    if (fine.some((name) => isNamed(entry, name))) return true;
    if (entry.kind !== 'dns' || !entry.text.includes('*')) return false;
    return (
      role.wildcard !== 'allowed' ||
      [...fine, ...(wildcardFor ?? []).map(dnsName)].some((name) => isCovered(name, [entry], covers))
    );
  };
  return {
    forbidden: entries.filter(isBad),
    unexpected: entries.filter(
      (entry) =>
        allowedNames !== undefined && Object.hasOwn(allowedNames, entry.kind) && !isBad(entry) && !isFine(entry),
    ),
    isOpen: allowedNames === undefined || forbiddenNames === undefined,
  };
}

function dnsName(text: string): KindOfName {
  return { kind: 'dns', text };
}

interface Seen {
  readonly demand: 'names';
  readonly expected: string;
  readonly observed: string;
  readonly note: string;
  /** The names demanded. */
  readonly texts: readonly string[];
}

/** Every name demanded is there; others may be too many. */
function judgeSurplus(
  { forbidden, unexpected, isOpen }: Surplus,
  { demand, expected, observed, note, texts }: Seen,
): Judgement<'forbidden-names' | 'unexpected-names'> {
  const without = (names: readonly KindOfName[]) => ({
    remedy: `Reissue the certificate without ${joinWords(names.map(nameText))} in the SAN.`,
  });
  const details = { demand, expected, observed };
  if (forbidden.length > 0) {
    const title = `The SAN has ${joinWords(forbidden.map(nameText), FEW)}, which the role forbids`;
    const detail = [describeSurplus({ forbidden: [], unexpected, isOpen }), note]
      .filter((part) => part !== '')
      .join(' ');
    return fail('forbidden-names', { title, detail, ...details, ...without(forbidden) });
  }
  if (unexpected.length > 0) {
    const title = `The SAN also has ${joinWords(unexpected.map(nameText), FEW)}, which the role does not name`;
    return fail('unexpected-names', { title, detail: note, ...details, ...without(unexpected) });
  }
  if (isOpen) {
    return undetermined('not-declared', 'The targets file does not declare all names that the SAN may have.', details);
  }
  if (texts.length === 0) return pass('The SAN has no name that the role forbids or does not name.', details);
  return pass(`The SAN lists ${joinWords(texts)}.`, details);
}

/** As a sentence; the empty string if there is none. */
function describeSurplus({ forbidden, unexpected }: Surplus): string {
  const names = [...forbidden, ...unexpected].map(nameText);
  return names.length === 0 ? '' : `It has ${joinWords(names)}, which should not be there.`;
}

/** DNS names and addresses, and the other kinds that the role has a say in. */
function observedNames(
  entries: readonly KindOfName[],
  { requiredNames, allowedNames, forbiddenNames }: Expectation['role'],
): string {
  const named = listNames(requiredNames).concat(listNames(forbiddenNames));
  const isShown = ({ kind }: KindOfName): boolean =>
    kind === 'dns' || kind === 'ip' || kind in allowedNames || named.some((name) => name.kind === kind);
  const shown = entries.filter(isShown);
  const ordered = (['dns', 'ip', 'uri', 'email'] as const).flatMap((each) => shown.filter(({ kind }) => kind === each));
  return listValues(unique(ordered.map(nameText)));
}

/** The table has a row for the virtual server's URL alone. */
function externalNote({ role, names: { url, externalUrl } }: Endpoint): string {
  if (role !== 'reverse-proxy-external' || externalUrl === url) return '';
  return 'The specification lists the names of the virtual server; that external clients need these names is an inference.';
}
