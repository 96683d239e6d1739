import { suggestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import { joinWords } from '../pki/join-words.ts';
import type { Arguments } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { ProcessContext } from './process-context.ts';

/** What the first word of a command with several actions does. */
export type Action = (words: readonly string[], args: Arguments, context: ProcessContext) => Promise<ExitCode>;

/** An action, imported late with what only it needs. */
export interface ActionEntry {
  readonly load: () => Promise<Action>;
  /** How many words it takes, at least and at most. */
  readonly words: readonly [number, number];
  /** What the words are. */
  readonly of: string;
  /** The options that go with it, beside those of every action of the command. */
  readonly options?: readonly string[];
}

/** Finds and runs the action that the first word names, or says what is wrong with the words. `optional`: options of single actions. */
export async function dispatchAction(
  command: {
    readonly name: string;
    readonly actions: Readonly<Record<string, ActionEntry>>;
    readonly optional: readonly string[];
  },
  args: Arguments,
  context: ProcessContext,
): Promise<ExitCode> {
  const [name = '', ...words] = args.positionals;
  const refuse = (message: string): ExitCode => {
    context.say(`certmuster: ${message}\n\`certmuster ${command.name} --help\` lists the actions.`);
    return exitCodes.wrongUsage;
  };
  const action = Object.hasOwn(command.actions, name) ? command.actions[name] : undefined;
  if (action === undefined) {
    return refuse(`unknown action ${quote(name)}; ${suggestWord(name, Object.keys(command.actions))}.`);
  }
  const [least, most] = action.words;
  if (words.length < least) return refuse(`${command.name} ${name} needs ${action.of}.`);
  if (words.length > most) return refuse(`Unexpected argument ${words[most]}.`);
  const stray = command.optional.find(
    (option) => action.options?.includes(option) !== true && (args.text(option) !== undefined || args.flag(option)),
  );
  if (stray !== undefined) {
    const owners = Object.entries(command.actions).filter(([, { options }]) => options?.includes(stray));
    const names = joinWords(owners.map(([owner]) => `${command.name} ${owner}`));
    return refuse(`--${stray} goes with ${names} only; ${command.name} ${name} takes ${action.of}.`);
  }
  return await (await action.load())(words, args, context);
}
