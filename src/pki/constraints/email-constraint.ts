import { isDnsName } from './dns-constraint.ts';

/**
 * rfc822Name constraints, RFC 5280 §4.2.1.10: `user@host` is one mailbox, `host` every mailbox there (not below it),
 * `.host` every mailbox below it (not there). The local part is compared as written (RFC 5321 §2.4), asterisks included.
 */
export function isEmailConstraint(constraint: string): boolean {
  if (constraint === '') return true;
  if (constraint.includes('@')) return isMailbox(constraint);
  return isDnsName(constraint.startsWith('.') ? constraint.slice(1) : constraint);
}

/** Whether a presented rfc822Name is a mailbox: a local part without spaces or controls, and a host. */
export function isMailbox(name: string): boolean {
  const at = name.lastIndexOf('@');
  return /^[\x21-\x7e]{1,64}$/.test(name.slice(0, Math.max(0, at))) && isDnsName(name.slice(at + 1));
}

/** Whether a mailbox lies inside the constraint. */
export function isEmailWithin(name: string, constraint: string): boolean {
  const at = name.lastIndexOf('@');
  const host = name.slice(at + 1).toLowerCase();
  const constraintAt = constraint.lastIndexOf('@');
  const constraintHost = constraint.slice(constraintAt + 1).toLowerCase();
  if (constraintAt !== -1) return name.slice(0, at) === constraint.slice(0, constraintAt) && host === constraintHost;
  if (constraint === '') return true;
  return constraint.startsWith('.')
    ? host.length > constraintHost.length && host.endsWith(constraintHost)
    : host === constraintHost;
}
