import type { Arguments, Command, Option } from '../command.ts';

/** The options that were given, as they were written, for the report. */
export function recordOptions(args: Arguments, command: Command): Readonly<Record<string, unknown>> {
  const all = Object.entries(command.options).map(([name, { kind }]) => [name, read(args, name, kind)] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

function read(args: Arguments, name: string, kind: Option['kind']): unknown {
  switch (kind) {
    case 'flag':
      return args.flag(name) || undefined;
    case 'list':
      return args.list(name).length === 0 ? undefined : args.list(name);
    case 'text':
      return args.text(name);
  }
}
