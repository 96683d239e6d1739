import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A network of its own, which is there for as long as its holder lives. */
export interface Namespace {
  /** Of the holder: for `nsenter -t PID -n`. */
  readonly pid: number;
  /** Puts an address on loopback, where only this network reaches it. */
  readonly addLocal: (address: string) => void;
}

/** One end of a cable: the network, and its addresses there, each with a prefix length. */
export interface End {
  readonly at: Namespace;
  readonly addresses: readonly string[];
}

/** Makes an empty network with loopback. */
export async function openNamespace(): Promise<Namespace> {
  const holder = spawn('unshare', ['-n', 'sh', '-c', 'ip link set lo up && echo up && exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const pid = holder.pid ?? 0;
  return { pid, addLocal: (address) => ip(pid, 'address', 'add', address, 'dev', 'lo') };
}

/** Lays a cable between two networks. Nothing is forwarded: each end reaches the other, and no further. */
export function connectNamespaces(name: string, ends: readonly [End, End]): void {
  const links = [`${name}0`, `${name}1`] as const;
  execFileSync('ip', ['link', 'add', links[0], 'type', 'veth', 'peer', 'name', links[1]]);
  for (const [index, { at, addresses }] of ends.entries()) {
    const link = links[index] ?? '';
    execFileSync('ip', ['link', 'set', link, 'netns', String(at.pid)]);
    for (const address of addresses) ip(at.pid, 'address', 'add', address, 'dev', link);
    ip(at.pid, 'link', 'set', link, 'up');
  }
}

function ip(pid: number, ...args: readonly string[]): void {
  execFileSync('nsenter', ['-t', String(pid), '-n', 'ip', ...args]);
}

/** Starts a program of Node.js in a network; it ends with this process. */
export function spawnAt(
  { pid }: Namespace,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ChildProcess {
  return spawn('nsenter', ['-t', String(pid), '-n', process.execPath, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...environment },
  });
}

/** What a program printed, once it has ended. */
export async function outputOf(
  child: ChildProcess,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [exitCode] = await once(child, 'close');
  return { exitCode, stdout, stderr };
}

/** Resolves with the line of a program's output that has the text; its output is read on. Rejects if it ends before. */
export function untilSaid(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        said += chunk;
        const line = said
          .split('\n')
          .slice(0, -1)
          .find((each) => each.includes(text));
        if (line !== undefined) resolve(line);
      });
    }
    child.once('close', () => reject(new Error(`ended before it said ${text}: ${said}`)));
  });
}
