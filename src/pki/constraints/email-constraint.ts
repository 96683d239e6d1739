import { assertNever } from '../../model/assert-never.ts';
import { isHostName } from './dns-constraint.ts';

/** A mailbox (RFC 5321 §4.1.2), its parts as they are compared. */
export interface Mailbox {
  /** Without the quotes that it may be written in: `"a"@b.example` is `a@b.example`. Its case matters (§2.4). */
  readonly localPart: string;
  /** Lower case. */
  readonly host: string;
}

/**
 * Reads a presented rfc822Name: dot-separated atoms or a quoted string of at most 64 characters, one `@`, and a host. Undefined: it
 * is no mailbox.
 */
export function readMailbox(name: string): Mailbox | undefined {
  return read(name, asciiMailbox);
}

/** As `readMailbox`, for the text of a SmtpUTF8Mailbox (RFC 9598 §3), whose local part and host may have any letters. */
export function readInternationalMailbox(name: string): Mailbox | undefined {
  const at = name.lastIndexOf('@');
  const host = at < 1 || name.length > maximumLength ? undefined : toAscii(name.slice(at + 1));
  return host === undefined ? undefined : read(`${name.slice(0, at)}@${host}`, internationalMailbox);
}

/** Whether a presented rfc822Name is a mailbox. */
export function isMailbox(name: string): boolean {
  return readMailbox(name) !== undefined;
}

/**
 * A rfc822Name constraint, RFC 5280 §4.2.1.10: `user@host` is one mailbox, `host` every mailbox there (not below it), `.host` every
 * mailbox below it (not there), and the empty one every mailbox. Hosts are in lower case.
 */
export type EmailConstraint =
  | { readonly kind: 'mailbox'; readonly mailbox: Mailbox }
  | { readonly kind: 'host' | 'below'; readonly host: string }
  | { readonly kind: 'all' };

/** Reads a constraint; undefined: it is malformed. */
export function readEmailConstraint(constraint: string): EmailConstraint | undefined {
  if (constraint === '') return { kind: 'all' };
  if (constraint.includes('@')) {
    const mailbox = readMailbox(constraint);
    return mailbox && { kind: 'mailbox', mailbox };
  }
  const isBelow = constraint.startsWith('.');
  if (!isHostName(isBelow ? constraint.slice(1) : constraint)) return undefined;
  return { kind: isBelow ? 'below' : 'host', host: constraint.toLowerCase() };
}

/** Whether a mailbox lies inside a constraint. The local part is compared as written (RFC 5321 §2.4), asterisks included. */
export function isMailboxWithin({ localPart, host }: Mailbox, constraint: EmailConstraint): boolean {
  switch (constraint.kind) {
    case 'mailbox':
      return localPart === constraint.mailbox.localPart && host === constraint.mailbox.host;
    case 'host':
      return host === constraint.host;
    case 'below':
      return host.length > constraint.host.length && host.endsWith(constraint.host);
    case 'all':
      return true;
    default:
      return assertNever(constraint);
  }
}

/** Dot-string or Quoted-string, then a host (RFC 5321 §4.1.2). */
const asciiMailbox =
  /^(?:([\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*)|"((?:[ !#-[\]-~]|\\[ -~])*)")@([^@]+)$/;

/** The same with the letters that RFC 6531 §3.3 adds. */
const internationalMailbox =
  /^(?:([\w!#$%&'*+/=?^`{|}~\u{a0}-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u{a0}-\u{10ffff}-]+)*)|"((?:[ !#-[\]-~\u{a0}-\u{10ffff}]|\\[ -~])*)")@([^@]+)$/u;

/** RFC 5321 §4.5.3.1.1, in octets. */
const maximumLocalPart = 64;

/** Characters of a mailbox: a quoted local part with every character escaped, and a host (RFC 1035 §2.3.4). Longer ones are not read. */
const maximumLength = 2 * maximumLocalPart + 3 + 253;

function read(name: string, syntax: RegExp): Mailbox | undefined {
  const [, atoms, quoted, host = ''] = (name.length > maximumLength ? undefined : syntax.exec(name)) ?? [];
  const localPart = atoms ?? quoted?.replace(/\\(.)/g, '$1');
  if (localPart === undefined || Buffer.byteLength(localPart) > maximumLocalPart || !isHostName(host)) return undefined;
  return { localPart, host: host.toLowerCase() };
}

/** The A-labels of a host that is written in U-labels. */
function toAscii(host: string): string | undefined {
  const url = /[/\\?#@:\s]/.test(host) ? undefined : `http://${host}/`;
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
}
