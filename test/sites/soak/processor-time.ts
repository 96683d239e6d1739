import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a part of the run has cost so far. */
export interface Cost {
  readonly cpuSeconds: number;
  /** The largest resident set that one of its processes had. */
  readonly peakKilobytes: number;
}

/** Adds up what processes cost, by the part that they have in the run. Linux only. */
export interface CostBook {
  readonly watch: (part: string, pid: number | undefined) => void;
  /** Looks at every process: also right before one is killed, because nothing is known of it afterwards. */
  readonly look: () => void;
  readonly of: (part: string) => Cost;
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export function createCostBook(): CostBook {
  const seen = new Map<number, Cost & { readonly part: string }>();
  return {
    watch: (part, pid) => {
      if (pid !== undefined) seen.set(pid, { part, cpuSeconds: 0, peakKilobytes: 0 });
    },
    look: () => {
      for (const [pid, before] of seen) {
        const now = readTree(pid);
        // A process that is gone keeps what it had; its number does not come again within a run.
        if (now.cpuSeconds < before.cpuSeconds) continue;
        const peakKilobytes = Math.max(before.peakKilobytes, now.peakKilobytes);
        seen.set(pid, { ...before, cpuSeconds: now.cpuSeconds, peakKilobytes });
      }
    },
    of: (part) => {
      const costs = [...seen.values()].filter((each) => each.part === part);
      return {
        cpuSeconds: costs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
        peakKilobytes: Math.max(0, ...costs.map(({ peakKilobytes }) => peakKilobytes)),
      };
    },
  };
}

/** A process, those of its children that live, and what those that ended took. */
function readTree(pid: number): Cost {
  const parts = [readOne(pid), ...childrenOf(pid).map(readTree)];
  return {
    cpuSeconds: parts.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakKilobytes: Math.max(...parts.map(({ peakKilobytes }) => peakKilobytes)),
  };
}

function readOne(pid: number): Cost {
  try {
    // Behind the name in parentheses: state is field 3, utime, stime, cutime and cstime are 14 to 17 (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
    const [, peak = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { cpuSeconds: ticks / ticksPerSecond, peakKilobytes: Number(peak) };
  } catch {
    return { cpuSeconds: 0, peakKilobytes: 0 };
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
