import type { Command, CommandLine } from './command.ts';
import { readPlainArguments } from './read-plain-arguments.ts';

/**
 * Reads the command line. One that is plainly right is read at once; help, completion and whatever is unusual or wrong is
 * yargs' to read, which takes longer to load than a bare Node takes to start.
 */
export async function parseCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  width: number,
): Promise<CommandLine> {
  const command = commands.find(({ name }) => name === argv[0]);
  const args = command && readPlainArguments(argv.slice(1), command);
  if (command !== undefined && args !== undefined) return { kind: 'run', command, args };
  const { parseWithYargs } = await import('./parse-with-yargs.ts');
  return await parseWithYargs(argv, commands, width);
}
