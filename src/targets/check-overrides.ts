import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { Policy } from '../policy/policy.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';
import type { Partly } from '../model/shape-problems.ts';

/** Refuses overrides of checks and thresholds that the policy does not have, and figures of the wrong kind. */
export function checkOverrides(
  declared: Partly<PolicyOverrides>,
  policy: Policy,
  path: Path,
  collector: ProblemCollector,
): PolicyOverrides {
  for (const check of Object.keys(declared.severity ?? {})) {
    if (!Object.hasOwn(policy.severities, check)) {
      const nextStep = 'certmuster checks lists them';
      collector.report([...path, 'severity', check], `the policy ${policy.id} has no such check; ${nextStep}`);
    }
  }
  const thresholds: Readonly<Record<string, unknown>> = { ...policy.thresholds };
  for (const [name, value] of Object.entries(declared.thresholds ?? {})) {
    const objection = objectTo(value, thresholds[name], Object.keys(thresholds));
    if (objection !== undefined) collector.report([...path, 'thresholds', name], objection);
  }
  return declared as PolicyOverrides;
}

function objectTo(value: unknown, builtIn: unknown, known: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  if (builtIn === undefined) return `there is no such threshold; there are ${known.join(', ')}`;
  if (Array.isArray(builtIn)) return Array.isArray(value) ? undefined : 'should be a list of names';
  if (typeof value !== 'number') return 'should be a number';
  return Number.isInteger(value) && value >= 0 ? undefined : `should be a whole number, 0 or more, is ${value}`;
}
