import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** `not run`: no test of that title ran, or its file broke before it ended. */
export type Outcome = 'passed' | 'failed' | 'not run';

/** A test that hangs fails after this; the slowest named one takes a fraction of it. */
const timeoutMs = 60_000;

/** Runs one test of a compiled file in a process of its own. */
export async function runNamedTest(path: string, title: string): Promise<Outcome> {
  const pattern = `/^${title.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/`;
  const reporter = fileURLToPath(new URL('report-outcomes.js', import.meta.url));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--test', `--test-timeout=${timeoutMs}`, `--test-reporter=${reporter}`, `--test-name-pattern=${pattern}`, path],
    { stdio: ['ignore', 'pipe', 'ignore'], env },
  );
  const lines = (await text(child.stdout)).split('\n').filter((line) => line.startsWith('{'));
  const outcomes = lines.map((line): { name: string; hasPassed: boolean } => JSON.parse(line));
  const outcome = outcomes.find(({ name }) => name === title);
  if (outcome === undefined) return 'not run';
  return outcome.hasPassed ? 'passed' : 'failed';
}
