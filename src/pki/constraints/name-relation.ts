import type { GeneralName, Name } from '../../x509/certificate.ts';
import { isNameWithin } from '../../x509/names/is-name-within.ts';
import { isSmtpUtf8Mailbox, readSmtpUtf8Mailbox } from '../../x509/names/smtp-utf8-mailbox.ts';
import { isReadableDirectoryName, withTextKey } from './directory-constraint.ts';
import {
  type ComparableDnsName,
  isDnsConstraint,
  isDnsExcluded,
  isDnsPermitted,
  readDnsName,
} from './dns-constraint.ts';
import {
  type EmailConstraint,
  isMailboxWithin,
  type Mailbox,
  readEmailConstraint,
  readInternationalMailbox,
  readMailbox,
} from './email-constraint.ts';
import { isIpAddress, isIpConstraint, isIpWithin } from './ip-constraint.ts';
import { hostOfUri, isUriConstraint, isUriHostWithin } from './uri-constraint.ts';

/** Which question is asked: whether a permitted subtree holds all of a name, or whether an excluded one touches it. */
export type Subtree = 'permitted' | 'excluded';

/** A form that names have and subtrees constrain. */
export type NameForm = GeneralName['kind'];

/** The forms whose constraints apply to a name: a SmtpUTF8Mailbox is constrained as an e-mail address too (RFC 9598 §6). */
export function formsOf(name: GeneralName): readonly NameForm[] {
  return isSmtpUtf8Mailbox(name) ? [name.kind, 'email'] : [name.kind];
}

/** A subtree as names are compared with it, read once however many they are. `other`: its form is not compared. */
export type ComparableSubtree =
  | { readonly kind: 'dns'; readonly text: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'email'; readonly constraint: EmailConstraint }
  | { readonly kind: 'uri'; readonly text: string }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'other' };

/** Reads a constraint; undefined: it is malformed. Those of forms we do not process are judged when a name of theirs appears. */
export function readComparableSubtree(constraint: GeneralName, subtree: Subtree): ComparableSubtree | undefined {
  switch (constraint.kind) {
    case 'dns':
      return isDnsConstraint(constraint.text) ? { kind: 'dns', text: constraint.text.toLowerCase() } : undefined;
    case 'ip':
      return isIpConstraint(constraint.bytes) ? constraint : undefined;
    case 'email': {
      const read = readEmailConstraint(constraint.text);
      return read && { kind: 'email', constraint: read };
    }
    case 'uri':
      return isUriConstraint(constraint.text) ? { kind: 'uri', text: constraint.text.toLowerCase() } : undefined;
    case 'directory': {
      const { name } = constraint;
      if (!isReadableDirectoryName(name)) return undefined;
      return { kind: 'directory', name: subtree === 'excluded' ? withTextKey(name) : name };
    }
    default:
      return { kind: 'other' };
  }
}

/** A name as it is compared with the subtrees of a form. Reading it may cost more than comparing it, so it is read once. */
export type ComparableName =
  | { readonly kind: 'dns'; readonly name: ComparableDnsName }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'email'; readonly mailbox: Mailbox }
  | { readonly kind: 'uri'; readonly host: string }
  | { readonly kind: 'directory'; readonly permitted: Name; readonly excluded: Name };

/** Why a name cannot be compared: its value is none of its form, or the form is not processed here. */
export type Obstacle = 'malformed' | 'no-host-name' | 'form-not-processed';

/**
 * Reads a name for comparing. One that cannot be compared lies in no permitted subtree and cannot be shown to lie outside an
 * excluded one, so RFC 5280 §4.2.1.10 demands that the certificate is rejected.
 */
export function readComparableName(name: GeneralName, form: NameForm): ComparableName | Obstacle {
  if (form === 'email') {
    const mailbox = readAnyMailbox(name);
    return mailbox === undefined ? 'malformed' : { kind: 'email', mailbox };
  }
  switch (name.kind) {
    case 'dns': {
      const read = readDnsName(name.text);
      return read === undefined ? 'malformed' : { kind: 'dns', name: read };
    }
    case 'ip':
      return isIpAddress(name.bytes) ? name : 'malformed';
    case 'uri': {
      const host = hostOfUri(name.text);
      return host === undefined ? 'no-host-name' : { kind: 'uri', host };
    }
    case 'directory':
      if (!isReadableDirectoryName(name.name)) return 'malformed';
      return { kind: 'directory', permitted: name.name, excluded: withTextKey(name.name) };
    default:
      return 'form-not-processed';
  }
}

function readAnyMailbox(name: GeneralName): Mailbox | undefined {
  if (name.kind === 'email') return readMailbox(name.text);
  return name.kind === 'other' ? readInternationalMailbox(readSmtpUtf8Mailbox(name) ?? '') : undefined;
}

/** Whether a name lies in (`permitted`) or touches (`excluded`) a subtree that was read as one of these. */
export function isInSubtree(name: ComparableName, within: ComparableSubtree, subtree: Subtree): boolean {
  if (name.kind === 'dns' && within.kind === 'dns') {
    return subtree === 'permitted' ? isDnsPermitted(name.name, within.text) : isDnsExcluded(name.name, within.text);
  }
  if (name.kind === 'ip' && within.kind === 'ip') return isIpWithin(name.bytes, within.bytes);
  if (name.kind === 'email' && within.kind === 'email') return isMailboxWithin(name.mailbox, within.constraint);
  if (name.kind === 'uri' && within.kind === 'uri') return isUriHostWithin(name.host, within.text);
  return name.kind === 'directory' && within.kind === 'directory' && isNameWithin(within.name, name[subtree]);
}

/** What comparing a name, or with it, has to read: characters or bytes. */
export function sizeOfName(name: GeneralName): number {
  if ('text' in name) return name.text.length;
  return name.kind === 'directory' ? name.name.key.length : 'bytes' in name ? name.bytes.length : 0;
}
