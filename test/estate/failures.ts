import type { ScanReport } from '../../src/model/scan-report.ts';

/** The checks that fail, by deployment (`-` outside any) and by endpoint; where nothing fails nothing is written. */
export type Failures = Readonly<
  Record<
    string,
    { readonly endpoints: Readonly<Record<string, readonly string[]>>; readonly deployment: readonly string[] }
  >
>;

/**
 * Every `fail` of a report, without the ports, which differ from run to run. An endpoint is written
 * `role host`, with `on server` for the members of an array.
 */
export function failuresOf(report: ScanReport): Failures {
  const found: Record<string, { endpoints: Record<string, readonly string[]>; deployment: string[] }> = {};
  const of = (deployment: string | null) => {
    const key = deployment ?? '-';
    found[key] ??= { endpoints: {}, deployment: [] };
    return found[key];
  };
  for (const { deployment, role, host, server, findings } of report.endpoints) {
    const failed = findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
    const place = of(deployment).endpoints;
    const name = `${role} ${host}${server === null || role === 'mtls' ? '' : ` on ${server}`}`;
    if (failed.length > 0) place[name] = [...new Set([...(place[name] ?? []), ...failed])].sort();
  }
  for (const { deployment, outcome, check } of report.deploymentFindings) {
    if (outcome === 'fail') of(deployment).deployment.push(check);
  }
  for (const { deployment } of Object.values(found)) deployment.sort();
  return Object.fromEntries(
    Object.entries(found).filter(
      ([, { endpoints, deployment }]) => deployment.length > 0 || Object.keys(endpoints).length > 0,
    ),
  );
}
