import type { ScanSummary } from '../model/scan-report.ts';
import type { ExitCode } from './exit-code.ts';
import type { ProcessContext } from './process-context.ts';

/** An option of the command line. It takes one value; repeating the option makes a list. */
export interface Option {
  readonly kind: 'text' | 'list' | 'flag';
  readonly describe: string;
  readonly choices?: readonly string[];
  /** A second name: one letter, or what the option was called before. */
  readonly alias?: string;
}

/** What the operator wrote behind the command's name. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly list: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
  /** Whether the command line has the option, be it `--no-OPTION`. */
  readonly isGiven: (option: string) => boolean;
  /** What comes from the environment and a file of options; absent: nothing does. */
  readonly settings?: SettingsRecord;
}

/** What a run has from outside its command line, for its report. */
export interface SettingsRecord {
  readonly notices: readonly string[];
  readonly inputs: ScanSummary['inputs'];
}

/** A command: its manual, and what it does. `run` imports late what only this command needs and what loads packages. */
export interface Command {
  readonly name: string;
  /** As yargs writes them: `[targets..]`, `<dir>`. */
  readonly positionals: readonly { readonly usage: string; readonly describe: string }[];
  readonly describe: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Command line and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** Its `--config` names a file of its own, and it takes no options from the environment. */
  readonly hasOwnConfig?: true;
  readonly run: (args: Arguments, context: ProcessContext) => Promise<ExitCode>;
  /** Reports that the command line is wrong, for a command that does so in its own way. */
  readonly refuse?: (message: string, context: ProcessContext) => Promise<ExitCode>;
}

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: 'run'; readonly command: Command; readonly args: Arguments }
  /** Help or version. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string; readonly command: Command | undefined };
