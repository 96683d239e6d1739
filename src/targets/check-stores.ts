import { suggestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import type { ParseContext } from './parse-context.ts';
import type { Path } from './problem-collector.ts';

/** Refuses stores that are not declared; returns each name once. */
export function checkStores(
  stores: readonly (string | undefined)[],
  path: Path,
  { knownStores, collector }: ParseContext,
): readonly string[] {
  for (const [index, store] of stores.entries()) {
    if (store === undefined || knownStores.has(store)) continue;
    collector.report([...path, index], `unknown trust store ${quote(store)}; ${suggestWord(store, [...knownStores])}`);
  }
  return [...new Set(stores.filter((store) => store !== undefined))];
}
