import { err, ok, type Result } from '../../model/result.ts';
import { builtInPolicies } from '../../policy/built-in.ts';
import type { Policies } from '../../policy/policies.ts';
import type { Arguments, Option } from '../command.ts';
import { readPolicies } from './read-policies.ts';
import type { InputError } from './report-input-errors.ts';

/** The option of commands that show what is in policies. */
export const policyOption = {
  kind: 'text',
  describe: 'only this policy: an id, or FILE (all that are built in)',
} as const satisfies Option;

/** The policy that `--policy` names, else all that come with the program. */
export async function readShownPolicies(args: Arguments): Promise<Result<Policies, readonly InputError[]>> {
  const word = args.text('policy');
  const { policies, ids, errors } = await readPolicies(word === undefined ? builtInPolicies : [word], {
    option: '--policy',
  });
  if (errors.length > 0) return err(errors);
  const named = ids.flatMap((id) => (id === undefined ? [] : (policies.get(id) ?? [])));
  return ok(new Map(named.map((policy) => [policy.id, policy])));
}
