import type { PolicyDocument } from '../model/policy-document.ts';
import { jsonPath } from '../model/problem.ts';
import type { Policy } from './policy.ts';
import { textOf, type TracedValue } from './trace-role.ts';

/** Severities that apply to the role, and the figures of the policy, each with the last document that states it. */
export function traceFigures(id: string, policy: Policy, documents: readonly PolicyDocument[]): readonly TracedValue[] {
  const last = (part: 'severity' | 'thresholds', key: string): TracedValue['place'] => {
    const document = documents.findLastIndex((each) => Object.hasOwn(each[part] ?? {}, key));
    return document < 0 ? undefined : { document, path: jsonPath([part, key]) };
  };
  const severities = Object.entries(policy.severities).flatMap(([check, rules]): readonly TracedValue[] => {
    const fitting = rules.filter(({ roles }) => roles === undefined || roles.includes(id));
    // A rule without a condition ends the list.
    const end = fitting.findIndex(({ access, protocol, fault }) => (access ?? protocol ?? fault) === undefined);
    const shown = end < 0 ? fitting : fitting.slice(0, end + 1);
    const value = shown
      .map(({ severity, access, protocol, fault }) =>
        [
          severity ?? 'not-observable',
          ...[access, protocol, fault].filter((each) => each !== undefined).map((each) => `if ${each}`),
        ].join(' '),
      )
      .join('; ');
    return [{ name: `severity ${check}`, value, place: last('severity', check), source: undefined }];
  });
  const own = policy.roles[id]?.thresholds ?? {};
  const thresholds = Object.entries(policy.thresholds)
    // What the role states of keys and signatures comes before them, and stands among its demands.
    .filter(([name]) => !Object.hasOwn(own, name))
    .map(([name, value]) => ({
      name: `threshold ${name}`,
      value: textOf(value),
      place: last('thresholds', name),
      source: undefined,
    }));
  return [...severities, ...thresholds];
}
