import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** `not run`: no test of that title ran, or its file broke before it ended. */
export type Outcome = 'passed' | 'failed' | 'not run';

/** A test that hangs fails after this; the slowest named one takes a fraction of it. */
const timeoutMs = 60_000;

/** How long a process may clean up once the outcome is known. What the mutant left hanging is killed then, processes of the test included. */
const graceMs = 3_000;

/** Runs one test of a compiled file in a process of its own. */
export async function runNamedTest(path: string, title: string): Promise<Outcome> {
  const pattern = `/^${title.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/`;
  const reporter = fileURLToPath(new URL('report-outcomes.js', import.meta.url));
  // Inside a test of `node --test` a further one would report to that.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--test', `--test-timeout=${timeoutMs}`, `--test-reporter=${reporter}`, `--test-name-pattern=${pattern}`, path],
    { stdio: ['ignore', 'pipe', 'ignore'], env, detached: true },
  );
  const endAll = (): void => {
    try {
      // The whole group: what the test started may outlive the test.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  };
  let outcome: Outcome = 'not run';
  let timer = setTimeout(endAll, timeoutMs + graceMs);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const { name, hasPassed }: { name: string; hasPassed: boolean } = JSON.parse(line);
    if (name !== title) continue;
    outcome = hasPassed ? 'passed' : 'failed';
    clearTimeout(timer);
    timer = setTimeout(endAll, graceMs);
  }
  clearTimeout(timer);
  endAll();
  return outcome;
}
