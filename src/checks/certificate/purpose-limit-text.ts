import { type PurposeLimit, purposeLimitNames } from '../../pki/rules/purpose-limits.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { joinWords, listValues } from '../join-words.ts';
import { usageText, usageWords } from '../../model/purpose-names.ts';

/** `extended key usage allows client authentication only`. */
export function describeLimit({ extension, allowed }: PurposeLimit): string {
  const verb = extension === 'application-policies' ? 'allow' : 'allows';
  const what = allowed.length === 0 ? 'nothing' : `${joinWords(allowed.map(usageWords))} only`;
  return `${purposeLimitNames[extension]} ${verb} ${what}`;
}

export function limitText({ extension, allowed }: PurposeLimit): string {
  return `${purposeLimitNames[extension]}: ${listValues(allowed.map(usageText))}`;
}

/** Application policies that say something else than the extended key usage: harmless here, and a mistake of the template. */
export function noteDifference({ extensions }: Certificate, usages: readonly string[]): string {
  const policies = extensions.microsoftApplicationPolicies;
  if (policies?.ok !== true) return '';
  const [these, those] = [new Set(policies.value), new Set(usages)];
  if (these.size === those.size && [...these].every((policy) => those.has(policy))) return '';
  return ` Its application policies, which Windows reads instead of the extended key usage, differ from it: they allow ${joinWords(policies.value.map(usageWords))}.`;
}

/** That the application policies allow what the extended key usage does not. */
export function noteAllowed({ extensions }: Certificate, missing: readonly string[]): { readonly detail?: string } {
  const policies = extensions.microsoftApplicationPolicies;
  const there = policies?.ok === true ? missing.filter((purpose) => policies.value.includes(purpose)) : [];
  if (there.length === 0) return {};
  return { detail: `Its application policies allow ${joinWords(there.map(usageWords))}, but only Windows reads them.` };
}
