import type { PolicyOverrides } from '../../model/policy-overrides.ts';

/** Says of which deployments only some endpoints were selected (null: that of the bare URLs), so that nothing is known across them. */
export function describeInPart(deployments: readonly (string | null)[]): readonly string[] {
  return deployments.map(
    (name) =>
      `Only some endpoints of ${name === null ? 'the URLs' : `the deployment ${name}`} were selected, so the checks across it were left out.`,
  );
}

/** Says which checks were judged if the command line chose among them; none: all were. `checks`: the ids of all. */
export function describeSelection({ severity = {} }: PolicyOverrides, checks: readonly string[]): readonly string[] {
  const off = checks.filter((id) => severity[id] === 'off');
  if (off.length === 0) return [];
  const judged = checks.filter((id) => severity[id] !== 'off');
  return judged.length < off.length
    ? [`Only these checks were judged: ${judged.join(', ')}.`]
    : [`These checks were not judged: ${off.join(', ')}.`];
}
