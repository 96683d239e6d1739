import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { Partly } from '../model/shape-problems.ts';
import { findOverrideProblems } from '../policy/find-override-problems.ts';
import type { Policy } from '../policy/policy.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

/** Refuses overrides of checks and thresholds that the policy does not have, and figures of the wrong kind. */
export function checkOverrides(
  declared: Partly<PolicyOverrides>,
  policy: Policy,
  path: Path,
  collector: ProblemCollector,
): PolicyOverrides {
  const overrides = withoutHoles(declared);
  for (const problem of findOverrideProblems(policy, overrides)) {
    collector.report([...path, ...problem.path], problem.message);
  }
  return overrides;
}

/** The same for what holds under several policies: refuses what none of them has. */
export function checkCommonOverrides(
  declared: Partly<PolicyOverrides>,
  policies: readonly Policy[],
  path: Path,
  collector: ProblemCollector,
): PolicyOverrides {
  const overrides = withoutHoles(declared);
  const [first = [], ...others] = policies.map((policy) => findOverrideProblems(policy, overrides));
  const isElsewhere = ({ path: at }: (typeof first)[number]): boolean =>
    others.every((problems) => problems.some((problem) => problem.path.join('.') === at.join('.')));
  for (const problem of first.filter(isElsewhere)) collector.report([...path, ...problem.path], problem.message);
  return overrides;
}

/** A list of names may lack entries that the schema refused. */
function withoutHoles({ severity, thresholds }: Partly<PolicyOverrides>): PolicyOverrides {
  const figures = Object.entries(thresholds ?? {}).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const whole = typeof value === 'number' ? value : value.filter((each) => each !== undefined);
    return [[name, whole] as const];
  });
  return {
    ...(severity && { severity: severity as NonNullable<PolicyOverrides['severity']> }),
    ...(thresholds && { thresholds: Object.fromEntries(figures) }),
  };
}
