import type { Animal } from './animal.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';

/** Whether the audit of an animal ended in the failure, the chain and the failed checks that the animal declares. */
export function hasRightEnding({ ends }: Animal, { failure, chain, findings }: EndpointReport): boolean {
  const isRightFailure = failure === null ? ends.failure.length === 0 : ends.failure.includes(failure.kind);
  const failed = findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
  return isRightFailure && chain.length === ends.chain && ends.fails.every((check) => failed.includes(check));
}

/** The head of the lines that `describeEnding` writes. */
export const endingsHead = line(['  animal', 'ended in', 'chain', 'ms', 'what it does']);

/** One line for one animal: whether its ending was right, what it was, certificates kept, time taken and what it does. */
export function describeEnding(animal: Animal, report: EndpointReport, tookMs: number): string {
  const sign = hasRightEnding(animal, report) ? '✓' : '✗';
  const ended = report.failure?.kind ?? report.verdict;
  return line([`${sign} ${animal.name}`, ended, String(report.chain.length), String(tookMs), animal.does]);
}

/** The last line: how many endings were right, or which were not, and the most memory that one audit took. */
export function describeEnd(animals: readonly Animal[], wrong: readonly Animal[], peakMib: number): string {
  const memory = `At most ${peakMib} MiB of memory were taken by the audit of one.`;
  if (wrong.length === 0) return `All ${animals.length} ended as they have to. ${memory}`;
  return `Not as they have to: ${wrong.map(({ name }) => name).join(', ')}. ${memory}`;
}

function line([name = '', ended = '', chain = '', ms = '', does = '']: readonly string[]): string {
  return `${name.padEnd(34)}${ended.padEnd(12)}${chain.padStart(5)}${ms.padStart(7)}  ${does}`;
}
