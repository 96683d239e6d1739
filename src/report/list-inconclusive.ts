import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Finding } from '../model/finding.ts';

/**
 * Findings that stayed `undetermined` and that a person has to hear of. Left out is what only follows from something that is reported
 * already: everything about an endpoint that was not reached, and what takes a path if the chain has a fault.
 */
export function listInconclusive({ verdict, findings }: EndpointReport): readonly Finding[] {
  if (verdict === 'unreachable') return [];
  const undetermined = findings.filter(({ outcome }) => outcome === 'undetermined');
  if (undetermined.length === 0 || !findings.some(breaksChain)) return undetermined;
  return undetermined.filter(({ reason }) => reason === null || !followsFromChain.has(reason));
}

function breaksChain({ check, outcome }: Finding): boolean {
  return outcome === 'fail' && chainChecks.includes(check);
}

/** If one of them fails, there is no path to judge; the first that fails has the cause. */
export const chainChecks: readonly string[] = ['chain-trust', 'chain-completeness', 'certificate-encoding'];

const followsFromChain: ReadonlySet<string> = new Set(['no-path', 'undecodable']);
