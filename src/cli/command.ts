import type { ExitCode } from './exit-code.ts';
import type { ProcessContext } from './process-context.ts';

/** One option as the command line knows it. Every option takes one value a time; a list is said by repeating it. */
export interface Option {
  readonly kind: 'text' | 'list' | 'flag';
  readonly describe: string;
  readonly choices?: readonly string[];
  /** One letter. */
  readonly alias?: string;
}

/** What the operator wrote behind the command's name. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly list: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
}

/** A command: its manual, and what it does. `run` loads what it needs, so that a command costs only its own packages. */
export interface Command {
  readonly name: string;
  /** As yargs writes them: `[targets..]`, `<dir>`. */
  readonly positionals: readonly { readonly usage: string; readonly describe: string }[];
  readonly describe: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Command line and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  readonly run: (args: Arguments, context: ProcessContext) => Promise<ExitCode>;
  /** Says that the command line is wrong, where a command has its own way of saying so. */
  readonly refuse?: (message: string, context: ProcessContext) => Promise<ExitCode>;
}

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: 'run'; readonly command: Command; readonly args: Arguments }
  /** Help or version. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string; readonly command: Command | undefined };
