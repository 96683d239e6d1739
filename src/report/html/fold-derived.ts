import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';

/**
 * The same report, in which findings that are undetermined only because the chain leads to no known issuer name the cause of that.
 * They are shown with it, and not with what was not looked at: mending the cause answers them.
 */
export function foldDerived(report: ScanReport): ScanReport {
  return { ...report, endpoints: report.endpoints.map(foldEndpoint) };
}

function foldEndpoint(endpoint: EndpointReport): EndpointReport {
  const trust = endpoint.findings.find(({ check, outcome }) => check === 'chain-trust' && outcome === 'fail');
  if (trust === undefined) return endpoint;
  return {
    ...endpoint,
    findings: endpoint.findings.map((finding) =>
      lacksPath(finding) ? { ...finding, cause: trust.cause, ...(trust.waiver && { waiver: trust.waiver }) } : finding,
    ),
  };
}

function lacksPath({ outcome, reason, observed }: Finding): boolean {
  return outcome === 'undetermined' && (reason === 'no-path' || observed === 'no-issuer');
}

/** Whether an undetermined finding was folded into a cause. */
export function isDerived({ outcome, cause }: Finding): boolean {
  return outcome === 'undetermined' && cause !== null;
}
