import { nearestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import type { PolicyId } from '../model/vocabulary.ts';
import { builtInPolicies } from '../policy/built-in.ts';
import type { Policies } from '../policy/policies.ts';

/** A clause if there is no policy of that id. */
export function objectToPolicy(id: PolicyId, policies: Policies): string | undefined {
  if (policies.has(id)) return undefined;
  if (builtInPolicies.some((each) => each === id)) {
    return `the policy ${quote(id)} is not loaded here: a targets file or --policy has to name it`;
  }
  const known = [...new Set([...policies.keys(), ...builtInPolicies])];
  const nearest = nearestWord(id, known);
  const next =
    nearest === undefined
      ? `use ${known.join(', ')}, or list the file of your own under \`policies\``
      : `did you mean ${nearest}?`;
  return `unknown policy ${quote(id)}; ${next}`;
}
