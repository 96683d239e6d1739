import type { Citation } from '../checks/citations.ts';
import type { Faults } from '../checks/fault.ts';
import { deploymentChecks } from '../checks/deployment-checks.ts';
import { endpointChecks } from '../checks/endpoint-checks.ts';
import { scanChecks } from '../checks/scan-checks.ts';
import type { CheckDescription } from '../model/scan-report.ts';

/** Every check there is, by id: what it demands, why, what to do, and where that stands. */
export function describeChecks(): Readonly<Record<string, CheckDescription>> {
  return Object.fromEntries(
    [...endpointChecks, ...deploymentChecks, ...scanChecks].map((check) => [check.id, describe(check)]),
  );
}

interface Described {
  readonly title: string;
  readonly why: string;
  readonly citation: Citation;
  readonly faults: Faults;
  readonly fieldNote?: string;
}

function describe({ title, why, citation, faults, fieldNote }: Described): CheckDescription {
  return {
    title,
    why,
    faults: Object.fromEntries(
      Object.entries(faults).map(([id, fault]) => [
        id,
        {
          title: fault.title,
          why: fault.why,
          remedy: fault.remedy,
          citation: describeCitation(fault.citation ?? citation),
        },
      ]),
    ),
    citation: describeCitation(citation),
    ...(fieldNote === undefined ? {} : { fieldNote }),
  };
}

function describeCitation({ document, section, url }: Citation): CheckDescription['citation'] {
  return { document, section, url: url ?? null };
}
