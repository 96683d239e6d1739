import { err } from '../../model/result.ts';
import type { ScheduleConfig } from '../../model/service-config.ts';
import type { Arguments, Option } from '../command.ts';
import { scanCommand } from '../commands/scan.ts';
import { objectToKey, readValue } from '../settings/read-config-file.ts';

/** Reads what `scan` would have on its command line. What is wrong with an option is reported with its name. */
export function readScanArguments(
  { targets, options: written = {} }: Pick<ScheduleConfig, 'targets' | 'options'>,
  known: Readonly<Record<string, Option>>,
  report: (name: string, message: string) => void,
): Arguments {
  const values = new Map<string, boolean | readonly string[]>();
  for (const [name, value] of Object.entries(written)) {
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    const read = option === undefined ? err(objectToOption(name, known)) : readValue(value, option);
    if (read.ok) values.set(name, read.value);
    else report(name, read.error);
  }
  const list = (name: string): readonly string[] => {
    const value = values.get(name);
    return typeof value === 'object' ? value : [];
  };
  return {
    positionals: targets,
    list,
    text: (name) => list(name)[0],
    flag: (name) => values.get(name) === true,
    isGiven: (name) => values.has(name),
  };
}

/** Why a schedule or a module cannot have this option. */
function objectToOption(name: string, known: Readonly<Record<string, Option>>): string {
  if (!Object.hasOwn(scanCommand.options, name)) return objectToKey(name, known);
  return 'is an option of `scan` that the service does not take: the history keeps what was seen; leave it out';
}
