import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';

import { freePort } from './free-port.ts';

/** A server of another maker, running for as long as a test needs it. */
export interface ServerProcess {
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that has not answered a connect by then will not: these start in well under a second. */
const readyTimeoutMs = 15_000;
const connectEveryMs = 25;
/** Free ports are found by looking, so a stranger may take one before the server does. */
const maxPortAttempts = 5;

/** Starts a server on a free port of `127.0.0.1` and returns once that port accepts connections. */
export async function startServer(command: (port: number) => ServerCommand): Promise<ServerProcess> {
  let last = '';
  for (let attempt = 0; attempt < maxPortAttempts; attempt += 1) {
    const port = await freePort();
    const started = await startOn(port, command(port));
    if (typeof started !== 'string') return started;
    last = started;
  }
  throw new Error(`the server did not come up: ${last}`);
}

async function startOn(port: number, { command, args, env }: ServerCommand): Promise<ServerProcess | string> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, ...env },
  });
  const output: string[] = [];
  child.on('error', (error) => output.push(error.message));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)));
  child.stdin.on('error', () => undefined);
  killWithUs(child);
  const exited = new Promise<'exited'>((resolve) => {
    child.once('exit', () => resolve('exited'));
    child.once('error', () => resolve('exited'));
  });
  const outcome = await Promise.race([exited, accepts(port)]);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  if (outcome === 'accepts' && child.exitCode === null)
    return { address: '127.0.0.1', port, pid: child.pid ?? 0, stop };
  await stop();
  return `${command} ${outcome}: ${output.join('').trim()}`;
}

async function accepts(port: number): Promise<'accepts' | 'never accepted a connection'> {
  for (let waited = 0; waited < readyTimeoutMs; waited += connectEveryMs) {
    if (await canConnect(port)) return 'accepts';
    await new Promise((resolve) => setTimeout(resolve, connectEveryMs));
  }
  return 'never accepted a connection';
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

const children = new Set<ChildProcess>();
let isGuarded = false;

/** However this process ends, its servers end with it. */
function killWithUs(child: ChildProcess): void {
  if (!isGuarded) {
    isGuarded = true;
    process.once('exit', killAll);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => {
        killAll();
        process.exit(1);
      });
    }
  }
  children.add(child);
  child.once('exit', () => children.delete(child));
}

function killAll(): void {
  for (const child of children) child.kill('SIGKILL');
}
