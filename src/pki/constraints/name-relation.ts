import type { GeneralName } from '../../x509/certificate.ts';
import { isNameWithin } from '../../x509/names/is-name-within.ts';
import { isDnsConstraint, isDnsExcluded, isDnsNameOrWildcard, isDnsPermitted } from './dns-constraint.ts';
import { isEmailConstraint, isEmailWithin, isMailbox } from './email-constraint.ts';
import { isIpAddress, isIpConstraint, isIpWithin } from './ip-constraint.ts';
import { hostOfUri, isUriConstraint, isUriHostWithin } from './uri-constraint.ts';

/** Which question is asked: whether a permitted subtree holds all of a name, or whether an excluded one touches it. */
export type Subtree = 'permitted' | 'excluded';

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
    default:
      return true;
  }
}

/**
 * Whether a name can be compared with constraints of its form. A malformed name, or a form that is not processed here, cannot:
 * RFC 5280 §4.2.1.10 then demands that the certificate is rejected.
 */
export function isComparable(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return isDnsNameOrWildcard(name.text);
    case 'ip':
      return isIpAddress(name.bytes);
    case 'email':
      return isMailbox(name.text);
    case 'uri':
      return hostOfUri(name.text) !== undefined;
    case 'directory':
      return true;
    default:
      return false;
  }
}

/** Whether a comparable name lies in (`permitted`) or touches (`excluded`) a subtree of the same form. */
export function isInSubtree(name: GeneralName, constraint: GeneralName, subtree: Subtree): boolean {
  if (name.kind === 'dns' && constraint.kind === 'dns') {
    return subtree === 'permitted'
      ? isDnsPermitted(name.text, constraint.text)
      : isDnsExcluded(name.text, constraint.text);
  }
  if (name.kind === 'ip' && constraint.kind === 'ip') return isIpWithin(name.bytes, constraint.bytes);
  if (name.kind === 'email' && constraint.kind === 'email') return isEmailWithin(name.text, constraint.text);
  if (name.kind === 'uri' && constraint.kind === 'uri')
    return isUriHostWithin(hostOfUri(name.text) ?? '', constraint.text);
  if (name.kind === 'directory' && constraint.kind === 'directory') return isNameWithin(constraint.name, name.name);
  return false;
}
