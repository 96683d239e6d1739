import { writeSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';

/** Loaded before the program under measurement (`node --import`): says at its end, on descriptor 3, how long its event loop stood still. */
const resolutionMs = 10;
const delays = monitorEventLoopDelay({ resolution: resolutionMs });
// What the program takes to load blocks nobody.
setImmediate(() => delays.enable());
process.on('exit', () => {
  delays.disable();
  const { user, system } = process.cpuUsage();
  const block = { longestMs: Math.max(0, delays.max / 1e6 - resolutionMs), cpuMs: (user + system) / 1_000 };
  writeSync(3, `${JSON.stringify(block)}\n`);
});
