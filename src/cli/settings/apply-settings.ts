import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments, Command, Option } from '../command.ts';
import type { InputError } from '../input/report-input-errors.ts';
import type { ProcessContext } from '../process-context.ts';
import { readConfigFile } from './read-config-file.ts';
import { objectTo, readEnvironment } from './read-environment.ts';
import { exclusiveOptions, type KnownOptions, type Setting, type SettingsLayer } from './settings.ts';

/** The options of a run, from wherever they come. */
export interface AppliedSettings {
  readonly args: Arguments;
  /** Where the value of an option comes from (`--timeout` from `CERTMUSTER_TIMEOUT`), if not from the command line. */
  readonly origins: ReadonlyMap<string, string>;
  /** For people, before anything else. */
  readonly warnings: readonly string[];
}

/**
 * Adds to the options of the command line those of the environment, and then those of the file of `--config`: what comes first wins, as a
 * whole. Options that the command does not have are for others; what no command has is an error in the file.
 */
export async function applySettings(
  args: Arguments,
  { command, commands }: { readonly command: Command; readonly commands: readonly Command[] },
  { environment }: Pick<ProcessContext, 'environment'>,
): Promise<Result<AppliedSettings, readonly InputError[]>> {
  const known = joinOptions([...commands, command]);
  const { config, ...ofFile } = known;
  const variables = readEnvironment(environment, { ...ofFile, ...(config && { config }) });
  const path = args.text('config') ?? first(variables.values.get('config'));
  const file = path === undefined ? undefined : await readConfigFile(path, ofFile);
  const errors: readonly InputError[] = [
    ...(variables.problems.length === 0 ? [] : [{ about: 'the environment', problems: variables.problems }]),
    ...(file === undefined || file.ok ? [] : file.error),
  ];
  if (errors.length > 0) return err(errors);
  const layers: readonly SettingsLayer[] = [variables, ...(file?.ok ? [file.value] : [])];
  const effective = chooseValues(args, command, layers);
  const notices = describeLayers(layers, effective);
  const inputs = file?.ok ? [file.value.input] : [];
  const valuesOf = (option: string): readonly string[] | undefined => {
    const value = effective.get(option)?.value;
    return typeof value === 'object' ? value : undefined;
  };
  return ok({
    args: {
      ...args,
      text: (option) => valuesOf(option)?.[0] ?? args.text(option),
      list: (option) => valuesOf(option) ?? args.list(option),
      flag: (option) => effective.get(option)?.value === true || args.flag(option),
      settings: { notices, inputs },
    },
    origins: new Map([...effective].map(([option, { origin }]) => [`--${option}`, origin])),
    warnings: variables.warnings,
  });
}

/** The values that count, of options that the command line does not have. */
function chooseValues(
  { isGiven }: Arguments,
  { options }: Command,
  layers: readonly SettingsLayer[],
): ReadonlyMap<string, Setting> {
  const effective = new Map<string, Setting>();
  const decided = new Set(Object.keys(options).filter(isGiven).flatMap(withExclusive));
  for (const { values } of layers) {
    const here = [...values].filter(([name, { value }]) => {
      const option = options[name];
      return option !== undefined && !decided.has(name) && objectTo(value, option) === undefined;
    });
    for (const [name, value] of here) effective.set(name, value);
    for (const [name] of here) for (const each of withExclusive(name)) decided.add(each);
  }
  effective.delete('config');
  return effective;
}

/** The options of all commands. If several have one, its values are those that any of them takes; the last says what kind it is. */
function joinOptions(commands: readonly Command[]): KnownOptions {
  const all: Record<string, Option> = {};
  for (const [name, option] of commands.flatMap(({ options }) => Object.entries(options))) {
    const known = all[name];
    const { choices, ...shared } = option;
    const isOpen = choices === undefined || (known !== undefined && known.choices === undefined);
    all[name] = isOpen ? shared : { ...shared, choices: [...new Set([...choices, ...(known?.choices ?? [])])] };
  }
  return all;
}

function withExclusive(name: string): readonly string[] {
  return exclusiveOptions.find((group) => group.includes(name)) ?? [name];
}

/** `Options from the environment: --timeout.` */
function describeLayers(layers: readonly SettingsLayer[], effective: ReadonlyMap<string, Setting>): readonly string[] {
  return layers.flatMap(({ place, values }) => {
    const names = [...values].filter(([name, setting]) => effective.get(name) === setting).map(([name]) => `--${name}`);
    return names.length === 0 ? [] : [`Options from ${place}: ${names.join(', ')}.`];
  });
}

function first(setting: Setting | undefined): string | undefined {
  return typeof setting?.value === 'object' ? setting.value[0] : undefined;
}
