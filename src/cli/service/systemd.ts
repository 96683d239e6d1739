import { spawn } from 'node:child_process';
import process from 'node:process';

import type { ProcessContext } from '../process-context.ts';

/** Tells systemd how the service is. Does nothing if no systemd asked for it (NOTIFY_SOCKET). */
export interface SystemdNotifier {
  readonly ready: (status: string) => void;
  readonly reloading: () => void;
  /** Resolves when it has been told. */
  readonly stopping: () => Promise<void>;
  readonly stop: () => void;
}

interface NotifierOptions {
  readonly log: (text: string) => void;
  /** Whether the service does its work. If not, the watchdog is not told, and systemd restarts the service. */
  readonly isAlive: () => boolean;
}

/** `systemd-notify` takes milliseconds. */
const timeoutMs = 10_000;

/**
 * Speaks sd_notify(3) through the program `systemd-notify`, since Node.js has no datagram sockets of the Unix family. A unit needs
 * `NotifyAccess=all`, because what is told comes from a child process. Messages are sent one after the other.
 */
export function createSystemdNotifier(
  { environment }: Pick<ProcessContext, 'environment'>,
  { log, isAlive }: NotifierOptions,
): SystemdNotifier {
  const socket = environment['NOTIFY_SOCKET'];
  if (!socket) return { ready: nothing, reloading: nothing, stopping: async () => undefined, stop: nothing };
  let last = Promise.resolve();
  let hasFailed = false;
  const tell = (...variables: readonly string[]): Promise<void> => {
    last = last.then(async () => {
      const failure = await notify(variables, { socket, path: environment['PATH'] });
      if (failure !== undefined && !hasFailed) log(`systemd cannot be told how the service is: ${failure}`);
      hasFailed = failure !== undefined;
    });
    return last;
  };
  /** The history may be what cannot be read. */
  const canWork = (): boolean => {
    try {
      return isAlive();
    } catch {
      return false;
    }
  };
  const intervalMs = watchdogIntervalMs(environment);
  const beat = (): void => {
    if (canWork()) void tell('WATCHDOG=1');
    else
      log(
        'the watchdog of systemd is not told, because a schedule did not start when it was due, or the history cannot be read',
      );
  };
  const timer = intervalMs === undefined ? undefined : setInterval(beat, intervalMs);
  return {
    ready: (status) => void tell('READY=1', `STATUS=${inOneLine(status)}`),
    // systemd compares the instant with its own clock (CLOCK_MONOTONIC), which Node.js counts by as well.
    reloading: () =>
      void tell('RELOADING=1', `MONOTONIC_USEC=${clockMonotonicUs()}`, 'STATUS=reading the configuration'),
    stopping: () => tell('STOPPING=1', 'STATUS=stopping'),
    stop: () => clearInterval(timer),
  };
}

const nothing = (): void => undefined;

function clockMonotonicUs(): bigint {
  return process.hrtime.bigint() / 1_000n;
}

/** Half of what systemd waits for at most; undefined: it waits for nothing, or for another process. */
export function watchdogIntervalMs(environment: ProcessContext['environment']): number | undefined {
  const { WATCHDOG_USEC: period = '', WATCHDOG_PID: pid } = environment;
  if (!/^[1-9]\d{0,15}$/.test(period) || (pid !== undefined && pid !== String(process.pid))) return undefined;
  return Math.min(Math.max(1, Number(period) / 2_000), 0x7fff_ffff);
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** Resolves with a clause if it did not succeed. The child gets nothing of the environment but what it needs. */
function notify(
  variables: readonly string[],
  { socket, path = '/usr/bin:/bin' }: { readonly socket: string; readonly path: string | undefined },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('systemd-notify', variables, {
      env: { NOTIFY_SOCKET: socket, PATH: path },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: timeoutMs,
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      if (said.length < 1_000) said += String(chunk);
    });
    child.on('error', ({ message }) => resolve(`${message}; install systemd-notify, or use Type=simple`));
    child.on('close', (code) => resolve(code === 0 ? undefined : said.trim() || `systemd-notify ended with ${code}`));
  });
}
