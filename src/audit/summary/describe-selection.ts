import type { PolicyOverrides } from '../../model/policy-overrides.ts';

/** Says which checks were judged if the command line chose among them; none: all were. `checks`: the ids of all. */
export function describeSelection({ severity = {} }: PolicyOverrides, checks: readonly string[]): readonly string[] {
  const off = checks.filter((id) => severity[id] === 'off');
  if (off.length === 0) return [];
  const judged = checks.filter((id) => severity[id] !== 'off');
  return judged.length < off.length
    ? [`Only these checks were judged: ${judged.join(', ')}.`]
    : [`These checks were not judged: ${off.join(', ')}.`];
}
