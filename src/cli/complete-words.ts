import { builtInPolicies } from '../policy/built-in.ts';
import type { Command } from './command.ts';
import { readPolicies } from './input/read-policies.ts';
import { policyActions } from './policy-actions.ts';

/**
 * What the shell may complete the last word of a line to, if that is the id of a policy, role or check, a document of `schema`, a command
 * that `help` explains, or an action of `policy`; one a line. `words`: the line without the name of the program. Undefined: yargs knows, or
 * the shell completes names of files.
 */
export async function completeWords(
  [command, ...words]: readonly string[],
  commands: readonly Command[],
): Promise<string | undefined> {
  const [before = command, current = ''] = words.slice(-2).length === 2 ? words.slice(-2) : [command, words[0] ?? ''];
  // Of `a,b` the last name is being written.
  const [, listed = '', last = ''] = /^(.*,)?([^,]*)$/s.exec(current) ?? [];
  const candidates = await candidatesFor(before, { command, words, commands });
  const fitting = candidates?.filter((word) => word.startsWith(last)) ?? [];
  return fitting.length === 0 ? undefined : `${fitting.map((word) => `${listed}${word}`).join('\n')}\n`;
}

async function candidatesFor(
  before: string | undefined,
  {
    command,
    words,
    commands,
  }: {
    readonly command: string | undefined;
    readonly words: readonly string[];
    readonly commands: readonly Command[];
  },
): Promise<readonly string[] | undefined> {
  if (before === '--policy') return builtInPolicies;
  if (before === '--role' || before === '--only-role') return await rolesOf(words);
  if (before === '--check' || before === '--skip-check') return await checkIds();
  const isFirst = words.length <= 1 && words[0]?.startsWith('-') !== true;
  if (command === 'help' && isFirst) return commands.map(({ name }) => name);
  if (command === 'checks' && isFirst) return await checkIds();
  if (command === 'schema' && isFirst) return await documentNames();
  if (command !== 'policy') return undefined;
  if (words.length <= 1) return policyActions;
  if (before?.startsWith('-') === true) return undefined;
  return words[0] === 'explain' ? await rolesOf(words) : builtInPolicies;
}

async function checkIds(): Promise<readonly string[]> {
  const { waivableChecks } = await import('../evaluate/waivable-checks.ts');
  return [...waivableChecks().keys()];
}

async function documentNames(): Promise<readonly string[]> {
  const { documentSchemas } = await import('../model/json-schemas.ts');
  return Object.keys(documentSchemas);
}

/** Those of the policy that the line names, else of all that are built in. */
async function rolesOf(words: readonly string[]): Promise<readonly string[]> {
  const named = words[words.indexOf('--policy') + 1];
  const chosen = words.includes('--policy') && named !== undefined ? [named] : [...builtInPolicies];
  const { policies, ids } = await readPolicies(chosen, { option: '--policy' });
  const known = ids.flatMap((id) => (id === undefined ? [] : (policies.get(id) ?? [])));
  return [...new Set(known.flatMap(({ roles }) => Object.keys(roles)))];
}
