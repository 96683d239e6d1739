import type { PurposeLimit } from '../../pki/rules/purpose-limits.ts';
import { allowsPurpose } from '../../pki/rules/purpose-limits.ts';
import type { RolePolicy } from '../../policy/policy.ts';
import { usageText } from '../../model/purpose-names.ts';
import { listValues } from '../join-words.ts';

export type UsageDemand = RolePolicy['extendedKeyUsage'];

/** Whether the role says nothing of extended key usages that a certificate could lack. */
export function isFree({ required, oneOf, forbidden, absent }: UsageDemand): boolean {
  return required.length + oneOf.length + forbidden.length === 0 && absent === 'pass';
}

/** `serverAuth (1.3.6.1.5.5.7.3.1)`, with what is left to choose and what is forbidden behind it. */
export function demandText({ required, oneOf, forbidden }: UsageDemand): string {
  const parts = [
    required.length === 0 ? '' : listValues(required.map(usageText)),
    oneOf.length === 0 ? '' : `one of ${listValues(oneOf.map(usageText))}`,
    forbidden.length === 0 ? '' : `not ${listValues(forbidden.map(usageText))}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'an extended key usage' : parts.join('; ');
}

/** Purposes of the role that an extension excludes: each required one, and all alternatives if it excludes every one of them. */
export function excludedBy(
  limit: PurposeLimit,
  { required, oneOf }: Pick<UsageDemand, 'required' | 'oneOf'>,
): readonly string[] {
  const excluded = required.filter((purpose) => !allowsPurpose(limit, purpose));
  const isOneLeft = oneOf.some((purpose) => allowsPurpose(limit, purpose));
  return isOneLeft ? excluded : [...excluded, ...oneOf];
}
