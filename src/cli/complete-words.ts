import { builtInPolicies } from '../policy/built-in.ts';
import { readPolicies } from './input/read-policies.ts';
import { policyActions } from './policy-actions.ts';

/**
 * What the shell may complete the last word of a line to, if that is the id of a policy or role, or an action of `policy`; one a line.
 * `argv`: the option of yargs that asks, then the line. Undefined: yargs knows, or the shell completes names of files.
 */
export async function completeWords(argv: readonly string[]): Promise<string | undefined> {
  const [, command, ...words] = argv.slice(1);
  const [before = command, current = ''] = words.slice(-2).length === 2 ? words.slice(-2) : [command, words[0] ?? ''];
  const candidates = await candidatesFor(before, { command, words });
  const fitting = candidates?.filter((word) => word.startsWith(current)) ?? [];
  return fitting.length === 0 ? undefined : `${fitting.join('\n')}\n`;
}

async function candidatesFor(
  before: string | undefined,
  { command, words }: { readonly command: string | undefined; readonly words: readonly string[] },
): Promise<readonly string[] | undefined> {
  if (before === '--policy') return builtInPolicies;
  if (before === '--role' || before === '--only-role') return await rolesOf(words);
  if (command !== 'policy') return undefined;
  if (words.length <= 1) return policyActions;
  if (before?.startsWith('-') === true) return undefined;
  return words[0] === 'explain' ? await rolesOf(words) : builtInPolicies;
}

/** Those of the policy that the line names, else of all that are built in. */
async function rolesOf(words: readonly string[]): Promise<readonly string[]> {
  const named = words[words.indexOf('--policy') + 1];
  const chosen = words.includes('--policy') && named !== undefined ? [named] : [...builtInPolicies];
  const { policies, ids } = await readPolicies(chosen, { option: '--policy' });
  const known = ids.flatMap((id) => (id === undefined ? [] : (policies.get(id) ?? [])));
  return [...new Set(known.flatMap(({ roles }) => Object.keys(roles)))];
}
