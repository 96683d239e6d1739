import { auditAmongCostly, wrongVerdicts } from './neighbours.ts';

/**
 * `npm run neighbours`: fifty healthy endpoints among twenty of each costly kind, with default options. Exits 1 if a healthy verdict is
 * wrong, if the event loop stood still for 200 ms, or if the program did not end within a second of a SIGINT. It measures time, and wants
 * a machine that has nothing else to do; CI does not run it.
 */
const mostBlockMs = 200;
const mostEndingMs = 1_000;

const among = await auditAmongCostly({ ofEachKind: 20 });
const wrong = wrongVerdicts(among);
const interrupted = await auditAmongCostly({ ofEachKind: 20, interrupt: true });
const endedAfterMs = interrupted.endedAfterMs ?? Number.POSITIVE_INFINITY;
print(`endpoints            ${among.report.endpoints.length}`);
print(`wrong verdicts       ${wrong.length} of 50 healthy ones`);
print(`processor time       ${Math.round(among.cpuMs)} ms`);
print(
  `longest block        ${Math.round(among.longestBlockMs)} ms (${Math.round(among.longestBlockCpuMs)} ms of processor time), allowed ${mostBlockMs}`,
);
print(`end after SIGINT     ${Math.round(endedAfterMs)} ms, allowed ${mostEndingMs}, exit ${interrupted.exitCode}`);
for (const each of wrong) print(each);
const isRight = wrong.length === 0 && among.longestBlockMs < mostBlockMs && endedAfterMs < mostEndingMs;
if (!isRight || interrupted.exitCode !== 130) process.exitCode = 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
