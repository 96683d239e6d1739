import { writeSync } from 'node:fs';
import process from 'node:process';

/** Loaded before the program under measurement (`node --import`): says at its end, on descriptor 3, the memory that it took at most, and its processor time. */
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1_000}\n`);
});
