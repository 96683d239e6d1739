import type { Finding } from './finding.ts';

/** What is known of an endpoint. */
interface Judged {
  readonly findings: readonly Finding[];
}

/** Whether an endpoint could be an impostor as far as can be verified here, although nothing is wrong with it: no pass, and exit 3. */
export function isUnverified(report: Judged): boolean {
  return isTrustUnverified(report) || isProofUnverified(report);
}

/**
 * Whether the path of an endpoint holds but for a signature that cannot be verified here. Nothing is wrong with it as far as was seen,
 * and it was not shown to be trusted: an impostor could choose such an algorithm.
 */
export function isTrustUnverified({ findings }: Judged): boolean {
  return findings.some(({ check, reason }) => check === 'chain-trust' && reason === 'unsupported-algorithm');
}

/**
 * Whether an endpoint showed a proof of its key that cannot be verified here, or was asked for one and gave none (`--prove-possession`): its
 * key exchange was not completed. An impostor could choose such an exchange, too.
 */
export function isProofUnverified({ findings }: Judged): boolean {
  // A handshake that broke before the proof is a fault.
  if (findings.some(({ check, outcome }) => check === 'handshake' && outcome === 'fail')) return false;
  return findings.some(({ check, reason }) => check === 'key-possession' && reason !== null && unverified.has(reason));
}

/** Not among them: an exchange that shows no proof unless it is completed, which was not asked for. */
const unverified: ReadonlySet<string> = new Set(['unsupported-algorithm', 'budget-exceeded', 'handshake-broke']);
