import type { Option } from '../command.ts';

/** Values of options from one place outside the command line, by the name of the option. */
export interface SettingsLayer {
  /** For the sentence that says what was taken from where. */
  readonly place: string;
  readonly values: ReadonlyMap<string, Setting>;
}

/** The value of an option, as `Arguments` hands it over. */
export interface Setting {
  readonly value: boolean | readonly string[];
  /** Where it stands: `CERTMUSTER_TIMEOUT`, `ci.yaml:3:1`. */
  readonly origin: string;
}

/** The options of every command, by name. */
export type KnownOptions = Readonly<Record<string, Option>>;

/** Options of which only one can be meant: who writes one of them overrides the others too. */
export const exclusiveOptions: readonly (readonly string[])[] = [
  ['format', 'json'],
  ['ipv4', 'ipv6'],
];
