import { nearestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import type { PolicyId } from '../model/vocabulary.ts';
import type { Policies } from '../policy/policies.ts';

/** A clause if there is no policy of that id. */
export function objectToPolicy(id: PolicyId, policies: Policies): string | undefined {
  if (policies.has(id)) return undefined;
  const nearest = nearestWord(id, [...policies.keys()]);
  const next = nearest === undefined ? `use ${[...policies.keys()].join(', ')}` : `did you mean ${nearest}?`;
  return `unknown policy ${quote(id)}; ${next}`;
}
