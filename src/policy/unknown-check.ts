import { suggestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import type { Policy } from './policy.ts';

/** A clause that can stand after the path of a check id that the policy does not have, without a full stop; undefined: it has it. */
export function unknownCheck({ id, severities }: Policy, check: string): string | undefined {
  if (Object.hasOwn(severities, check)) return undefined;
  const next = suggestWord(check, Object.keys(severities), '`certmuster checks` lists all');
  return `unknown check id for policy ${id}: ${quote(check)}; ${next}`;
}
