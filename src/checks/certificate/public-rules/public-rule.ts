import { nameOf } from '../../../pki/name-of.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import type { Citation } from '../../citations.ts';
import type { PathValidation } from '../../evidence.ts';
import type { Fault } from '../../fault.ts';

/** What a rule may ask beside the certificate. */
export type NameLists = Pick<PathValidation, 'isPublicSuffix' | 'isTopLevelDomain'>;

/** One demand on certificates of public CAs, which path validation does not make: what breaks it is a fault of its own. */
export interface PublicRule extends Pick<Fault, 'title' | 'why' | 'remedy'> {
  /** First notBefore that it binds, UTC. */
  readonly from: string;
  readonly citation: Citation;
  /** What breaks it, as the end of a sentence that starts with the name of the certificate; undefined: nothing. */
  readonly find: (certificate: Certificate, lists: NameLists) => string | undefined;
}

/** The rules of a check, by the word of the fault, the one that names the failure first. */
export type PublicRules<Id extends string = string> = Readonly<Record<Id, PublicRule>>;

/** A rule that a certificate breaks. */
export interface BrokenRule<Id extends string = string> {
  readonly fault: Id;
  readonly certificate: Certificate;
  /** What is wrong, with the name of the certificate, without source: how the sentences of path validation start as well. */
  readonly seen: string;
  /** A whole sentence: the same with source and date. */
  readonly message: string;
}

/** Every rule in force when the certificate was issued that it breaks, in the order of the rules. */
export function findBrokenRules<Id extends string>(
  rules: PublicRules<Id>,
  certificate: Certificate,
  lists: NameLists,
): readonly BrokenRule<Id>[] {
  return (Object.entries(rules) as [Id, PublicRule][]).flatMap(([fault, { from, citation, find }]) => {
    if (certificate.notBefore.getTime() < Date.parse(from)) return [];
    const end = find(certificate, lists);
    if (end === undefined) return [];
    const seen = `${nameOf(certificate)} ${end}`;
    return [{ fault, certificate, seen, message: `${seen} (${shortCitation(citation)}, since ${from}).` }];
  });
}

/** The faults that a check declares for its rules. */
export function faultsOf<Id extends string>(rules: PublicRules<Id>): Readonly<Record<Id, Fault>> {
  const faults = (Object.entries(rules) as [Id, PublicRule][]).map(([id, { title, why, remedy, citation }]) => [
    id,
    { title, why, remedy, subject: 'certificate', citation } satisfies Fault,
  ]);
  return Object.fromEntries(faults) as Record<Id, Fault>;
}

function shortCitation({ document, section }: Citation): string {
  if (document.startsWith('CA/Browser Forum')) return `CA/B Forum ${section}`;
  return document.startsWith('RFC') ? `${document} ${section}` : `${document}, ${section}`;
}
