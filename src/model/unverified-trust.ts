import type { EndpointReport } from './endpoint-report.ts';

/**
 * Whether the path of an endpoint holds but for a signature that cannot be verified here. Nothing is wrong with it as far as was seen,
 * and it was not shown to be trusted: an impostor could choose such an algorithm.
 */
export function isTrustUnverified({ findings }: Pick<EndpointReport, 'findings'>): boolean {
  return findings.some(({ check, reason }) => check === 'chain-trust' && reason === 'unsupported-algorithm');
}
