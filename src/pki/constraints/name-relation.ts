import type { GeneralName, Name } from '../../x509/certificate.ts';
import { isNameWithin } from '../../x509/names/is-name-within.ts';
import { isSmtpUtf8Mailbox, readSmtpUtf8Mailbox } from '../../x509/names/smtp-utf8-mailbox.ts';
import { isReadableDirectoryName, withTextKey } from './directory-constraint.ts';
import { isDnsConstraint, isDnsExcluded, isDnsPermitted, isHostNameOrWildcard } from './dns-constraint.ts';
import {
  isEmailConstraint,
  isMailboxWithin,
  type Mailbox,
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

/** Whether a constraint of a form we process is well formed. Other forms are judged when a name of theirs appears. */
export function isReadableConstraint(constraint: GeneralName): boolean {
  switch (constraint.kind) {
    case 'dns':
      return isDnsConstraint(constraint.text);
    case 'ip':
      return isIpConstraint(constraint.bytes);
    case 'email':
      return isEmailConstraint(constraint.text);
    case 'uri':
      return isUriConstraint(constraint.text);
    case 'directory':
      return isReadableDirectoryName(constraint.name);
    default:
      return true;
  }
}

/** A name as it is compared with the subtrees of a form. Reading it may cost more than comparing it, so it is read once. */
export type ComparableName =
  | { readonly kind: 'dns'; readonly text: string }
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
    case 'dns':
      return isHostNameOrWildcard(name.text) ? { kind: 'dns', text: name.text } : 'malformed';
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

/** Whether a name lies in (`permitted`) or touches (`excluded`) a subtree of its form, which is sorted among these. */
export function isInSubtree(name: ComparableName, constraint: GeneralName, subtree: Subtree): boolean {
  if (name.kind === 'dns' && constraint.kind === 'dns') {
    return subtree === 'permitted'
      ? isDnsPermitted(name.text, constraint.text)
      : isDnsExcluded(name.text, constraint.text);
  }
  if (name.kind === 'ip' && constraint.kind === 'ip') return isIpWithin(name.bytes, constraint.bytes);
  if (name.kind === 'email' && constraint.kind === 'email') return isMailboxWithin(name.mailbox, constraint.text);
  if (name.kind === 'uri' && constraint.kind === 'uri') return isUriHostWithin(name.host, constraint.text);
  return name.kind === 'directory' && constraint.kind === 'directory' && isNameWithin(constraint.name, name[subtree]);
}
