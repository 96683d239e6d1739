import { writeSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';

/**
 * Loaded before the program under measurement (`node --import`): says at its end, on descriptor 3, how long its event loop stood still,
 * and how much processor time it took meanwhile. On a busy machine the first is longer, and the second is not.
 */
const resolutionMs = 10;
const delays = monitorEventLoopDelay({ resolution: resolutionMs });
let longestCpuMs = 0;
let lastCpuMs = 0;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

// What the program takes to load blocks nobody.
setTimeout(() => {
  delays.enable();
  lastCpuMs = cpuMs();
  setInterval(() => {
    const now = cpuMs();
    longestCpuMs = Math.max(longestCpuMs, now - lastCpuMs);
    lastCpuMs = now;
  }, resolutionMs).unref();
}, 0).unref();

process.on('exit', () => {
  delays.disable();
  const longestMs = Math.max(0, delays.max / 1e6 - resolutionMs);
  writeSync(3, `${JSON.stringify({ longestMs, longestCpuMs, cpuMs: cpuMs() })}\n`);
});
