import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { Animal } from './animal.ts';
import { startZoo } from './start-zoo.ts';
import { repositoryPath } from '../repository-path.ts';
import { describeEnd, describeEnding, endingsHead, hasRightEnding } from './describe-ending.ts';
import { visitAnimal, type Visited } from './visit-animal.ts';

/**
 * Audits every animal of the zoo in a process of its own, prints how each ended and writes docs/zoo.md: how it ended, how long
 * that took, and how much memory the process took at most (`npm run zoo`, some two minutes: the silent ones take their whole
 * deadline). Exits 1 if one did not end as it has to.
 */
const timeoutMs = 5_000;
const page = repositoryPath('docs/zoo.md');
const folder = mkdtempSync(join(tmpdir(), 'certmuster-zoo-'));
const rootFile = join(folder, 'root.pem');
const zoo = await startZoo({ now: new Date() });
const { root, intermediate, leaf, key } = zoo.presented;
const sound = await startTlsListener({ address: '127.0.0.1', chain: [leaf, intermediate], key });
writeFileSync(rootFile, root.pem);
try {
  const ordinary = await visitAnimal({ host: 'sound.zoo.test', port: sound.port, rootFile, timeoutMs });
  const rows = [row('a sound server', 'none of what follows', 'pass', ordinary)];
  const wrong: Animal[] = [];
  let worst = ordinary;
  print(endingsHead);
  for (const [index, animal] of zoo.animals.entries()) {
    const host = `${animal.name}.zoo.test`;
    const visited = await visitAnimal({ host, port: zoo.targets.targets?.[index]?.port ?? 0, rootFile, timeoutMs });
    rows.push(row(`\`${animal.name}\``, animal.does, endOf(visited), visited));
    print(describeEnding(animal, visited.report, visited.tookMs));
    if (!hasRightEnding(animal, visited.report)) wrong.push(animal);
    if (visited.peakKib > worst.peakKib) worst = visited;
  }
  print(describeEnd(zoo.animals, wrong, mib(worst)));
  if (wrong.length > 0) process.exitCode = 1;
  writeFileSync(page, [...introduction(ordinary, worst), ...rows, ''].join('\n'));
} finally {
  await Promise.all([zoo.close(), sound.close()]);
  rmSync(folder, { recursive: true });
}

function introduction(ordinary: Visited, worst: Visited): readonly string[] {
  const machine = `${cpus().length} cores, Node.js ${process.version}`;
  return [
    '# The zoo, animal by animal',
    '',
    'Written by `npm run zoo`. Each of these servers was audited by the command line in a fresh process with a deadline of',
    `${timeoutMs / 1_000} s (${machine}, ${process.platform}). The time is that of the audit; on a busy machine it is longer. The memory is the peak of`,
    'the process (maximum resident set size), the processor time that of all its threads, Node.js and its start included: what exceeds the',
    'first line is due to the animal. The families are described in [hostile-peers.md](hostile-peers.md).',
    '',
    `A sound server: ${mib(ordinary)} MiB. The worst of the zoo: ${mib(worst)} MiB, \`${worst.report.host.replace('.zoo.test', '')}\`.`,
    '`test/zoo/memory.test.ts` checks that the worst stay within a bound.',
    '',
    '| animal | what it does | how the audit ends | certificates kept | ms | CPU ms | MiB |',
    '|---|---|---|---|---|---|---|',
  ];
}

function row(name: string, does: string, ends: string, visited: Visited): string {
  const cells = [
    name,
    does.replaceAll('|', '\\|'),
    ends,
    visited.report.chain.length,
    visited.tookMs,
    Math.round(visited.cpuMs),
    mib(visited),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The kind of failure, or the verdict with the faults that make it `fail`. */
function endOf({ report: { failure, findings, verdict } }: Visited): string {
  const faults = findings.filter(
    ({ outcome, severity }) => outcome === 'fail' && (severity === 'error' || severity === 'critical'),
  );
  const shown = faults.length === 0 ? '' : `: ${faults.map(({ check }) => check).join(', ')}`;
  return `${failure === null ? verdict : failure.kind}${shown}`;
}

function mib({ peakKib }: Visited): number {
  return Math.round(peakKib / 1_024);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
