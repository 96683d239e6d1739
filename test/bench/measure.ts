import { spawn } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';

/** What running a command cost. */
export interface Cost {
  /** User and system time of the command and of every process it waited for. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Peak resident memory of the command itself, without the processes it starts. */
  readonly peakMegabytes: number;
}

export interface MeasuredCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** A file that it is given through a pipe as standard input; default: nothing. */
  readonly input?: string;
  /** Exit codes that mean it did its work; default: 0. */
  readonly exitCodes?: readonly number[];
}

/** How often peak memory is looked at. The kernel keeps the peak, so only growth in the last interval can be missed. */
const lookEveryMs = 20;

/** Runs a command to its end, its output dropped. The shell's own `time` counts the whole tree of processes. */
export async function measure({ command, args, input, exitCodes = [0] }: MeasuredCommand): Promise<Cost> {
  const script = 'TIMEFORMAT="%U %S %R"; time { "$@" >/dev/null 2>&3; }';
  const child = spawn('bash', ['-c', `exec 3>&2; ${script} `, 'bash', command, ...args], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (input !== undefined && child.stdin !== null) {
    // A command that ends early leaves the pipe; its exit code says so.
    createReadStream(input).pipe(child.stdin.on('error', () => undefined));
  }
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  let peakMegabytes = 0;
  const look = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid ?? 0));
  }, lookEveryMs);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(look);
  if (code === null || !exitCodes.includes(code)) throw new Error(`${command} ${args[0]} exited ${code}: ${text}`);
  const [user = 0, system = 0, wall = 0] = (text.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { cpuMs: 1_000 * (user + system), wallMs: 1_000 * wall, peakMegabytes };
}

/** Peak memory of the shell's only child; 0 once it is gone. */
function peakOf(shell: number): number {
  try {
    const child = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ')[0] ?? '';
    return readPeakMegabytes(Number(child));
  } catch {
    return 0;
  }
}

/** User and system time of a running process so far, and its peak resident memory. Linux counts in hundredths of a second. */
export function readProcessCost(pid: number): Omit<Cost, 'wallMs'> {
  const [, fields = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return { cpuMs: 10 * (user + system), peakMegabytes: readPeakMegabytes(pid) };
}

function readPeakMegabytes(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1_024;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
