import type { Citation } from '../checks/define-check.ts';
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
  readonly remedy: string;
  readonly citation: Citation;
}

function describe({ title, why, remedy, citation: { document, section, url } }: Described): CheckDescription {
  return { title, why, remedy, citation: { document, section, url: url ?? null } };
}
