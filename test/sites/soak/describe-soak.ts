import { type SoakOutcome, soakParts } from './run-soak.ts';

/** What became of a fleet and what it cost, a line each. */
export function describeSoak({
  report,
  exitCode,
  seconds,
  cost,
  dialedAgain,
  messages,
  killed,
  diskBytes,
}: SoakOutcome): string {
  const { endpoints, lost, twice, wrong, hasSummary, examples } = report;
  const costs = soakParts.map((part) => {
    const { cpuSeconds, peakKilobytes } = cost[part];
    const each = (1_000 * cpuSeconds) / (endpoints + lost);
    return `  ${part.padEnd(8)} ${cpuSeconds.toFixed(1).padStart(8)} s of CPU  ${each.toFixed(2).padStart(6)} ms an endpoint  peak ${(peakKilobytes / 1_024).toFixed(0)} MB`;
  });
  const counted =
    messages === undefined ? '' : `; messages: ${messages.acknowledged}, handed out again: ${messages.redelivered}`;
  return [
    `${endpoints} endpoints in the report, ${lost} lost, ${twice} twice, ${wrong} wrong, ${hasSummary ? 'with' : 'WITHOUT'} its summary, exit code ${exitCode}`,
    `  ${seconds.toFixed(1)} s, ${((endpoints + lost) / seconds).toFixed(0)} endpoints a second`,
    ...costs,
    `  dialed again: ${dialedAgain}${counted}; disk of the broker: ${(diskBytes / 1_000_000).toFixed(1)} MB`,
    `  killed: ${killed.workers} workers, ${killed.scanners} scanners, ${killed.brokers} brokers`,
    ...examples,
  ].join('\n');
}
