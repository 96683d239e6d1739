import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Finding } from '../model/finding.ts';
import { type Outcome, severities } from '../model/vocabulary.ts';

/** All findings of one check that have the outcome asked for. */
export interface CheckGroup {
  readonly check: string;
  readonly severity: Finding['severity'];
  /** The same answer on several endpoints stands here once. */
  readonly answers: readonly FindingGroup[];
}

/** One answer, and the endpoints that gave it. */
export interface FindingGroup {
  readonly finding: Finding;
  readonly endpoints: readonly EndpointReport[];
}

/** Groups by check and severity, then by what was said. Gravest first, else in the order of the report. */
export function groupFindings(endpoints: readonly EndpointReport[], outcome: Outcome): readonly CheckGroup[] {
  const groups = new Map<string, { check: string; severity: Finding['severity']; answers: Map<string, Answer> }>();
  for (const endpoint of endpoints) {
    for (const finding of endpoint.findings) {
      if (finding.outcome !== outcome) continue;
      const { check, severity } = finding;
      const group = getOrAdd(groups, `${severity} ${check}`, () => ({ check, severity, answers: new Map() }));
      const answer = getOrAdd(group.answers, sameness(finding), () => ({ finding, endpoints: [] }));
      answer.endpoints.push(endpoint);
    }
  }
  return [...groups.values()]
    .map(({ check, severity, answers }) => ({ check, severity, answers: [...answers.values()] }))
    .sort((a, b) => gravity(b.severity) - gravity(a.severity));
}

interface Answer {
  readonly finding: Finding;
  readonly endpoints: EndpointReport[];
}

function sameness({ message, expected, observed, reason, waiver }: Finding): string {
  return JSON.stringify([message, expected, observed, reason, waiver]);
}

function gravity(severity: Finding['severity']): number {
  return severity === null ? -1 : severities.indexOf(severity);
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
