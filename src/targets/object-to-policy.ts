import { suggestWord } from '../model/nearest-words.ts';
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
  return `unknown policy ${quote(id)}; ${suggestWord(id, known)}; a file of your own is listed under \`policies\``;
}
