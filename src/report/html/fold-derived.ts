import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { chainChecks, listInconclusive } from '../list-inconclusive.ts';

/**
 * The same report, in which findings that are undetermined only because the chain has a fault name the cause of that. They are shown
 * with it, and not with what was not looked at: fixing the cause answers them.
 */
export function foldDerived(report: ScanReport): ScanReport {
  return { ...report, endpoints: report.endpoints.map(foldEndpoint) };
}

function foldEndpoint(endpoint: EndpointReport): EndpointReport {
  const chain = chainChecks.flatMap(
    (check) => endpoint.findings.find((each) => each.check === check && fails(each)) ?? [],
  );
  const [broken] = chain;
  if (broken === undefined) return endpoint;
  const inconclusive = new Set(listInconclusive(endpoint));
  const fold = (finding: Finding): Finding => {
    if (finding.outcome !== 'undetermined' || inconclusive.has(finding)) return finding;
    return { ...finding, cause: broken.cause, ...(broken.waiver && { waiver: broken.waiver }) };
  };
  return { ...endpoint, findings: endpoint.findings.map(fold) };
}

function fails({ outcome }: Finding): boolean {
  return outcome === 'fail';
}

/** Whether an undetermined finding was folded into a cause. */
export function isDerived({ outcome, cause }: Finding): boolean {
  return outcome === 'undetermined' && cause !== null;
}
