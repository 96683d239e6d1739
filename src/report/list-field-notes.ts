import type { DeploymentFinding, Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import type { ScanReport } from '../model/scan-report.ts';

/** A note from the field, with the check that it stands beside and the number of endpoints that it concerns. */
export interface ListedNote {
  readonly check: string;
  readonly note: string;
  readonly endpoints: number;
}

/** The notes of findings that do not fail, each once. A finding that fails is shown with its own. */
export function listFieldNotes({
  endpoints,
  deploymentFindings,
}: Pick<ScanReport, 'endpoints' | 'deploymentFindings'>): readonly ListedNote[] {
  const noted = [
    ...endpoints.flatMap(({ findings }) => findings.flatMap((finding) => describe(finding, 1))),
    ...deploymentFindings.flatMap((finding: DeploymentFinding) => describe(finding, finding.endpoints.length)),
  ];
  return [...groupBy(noted, ({ check, note }) => JSON.stringify([check, note])).values()].map((same) => ({
    ...same[0],
    endpoints: same.reduce((sum, { endpoints: count }) => sum + count, 0),
  }));
}

function describe({ check, outcome, note }: Finding, endpoints: number): readonly ListedNote[] {
  return note === undefined || outcome === 'fail' ? [] : [{ check, note, endpoints }];
}
