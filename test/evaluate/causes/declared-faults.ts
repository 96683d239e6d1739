import { deploymentChecks } from '../../../src/checks/deployment-checks.ts';
import { endpointChecks } from '../../../src/checks/endpoint-checks.ts';
import { scanChecks } from '../../../src/checks/scan-checks.ts';
import type { Scene } from '../../../src/evaluate/causes/derive-causes.ts';
import type { FailedFinding } from '../../../src/evaluate/causes/failed-finding.ts';

/** Every fault that a check declares, by `CHECK/FAULT`. */
export const declaredFaults: ReadonlyMap<string, FailedFinding['fault']> = new Map(
  [...endpointChecks, ...deploymentChecks, ...scanChecks].flatMap(({ id, faults, citation }) =>
    Object.entries(faults).map(([fault, declared]) => [`${id}/${fault}`, { citation, ...declared }] as const),
  ),
);

/** The faults that a pattern of the table covers: of `CHECK/*` those that are declared. */
export function faultsOf(pattern: string): readonly string[] {
  if (!pattern.endsWith('/*')) return [pattern];
  return [...declaredFaults.keys()].filter((name) => name.startsWith(pattern.slice(0, -1)));
}

/** For a fault that only the table names yet. */
const invented: FailedFinding['fault'] = {
  title: 'It is wrong',
  why: 'It should be right.',
  remedy: 'Mend it.',
  subject: 'certificate',
  citation: { document: 'A document', section: 'A section' },
};

/** A failure as its check declares it. */
export function failedWith(
  name: string,
  changes: Partial<Pick<FailedFinding, 'severity'> & FailedFinding['failure']> = {},
): FailedFinding {
  const [check = '', fault = ''] = name.split('/');
  const { severity = 'error', ...failure } = changes;
  return {
    check,
    severity,
    failure: { fault, title: `What ${name} says here`, remedy: undefined, certificate: undefined, ...failure },
    fault: declaredFaults.get(name) ?? invented,
  };
}

export const leaf = 'a'.repeat(64);

/** One endpoint. */
export const scene: Scene = {
  places: ['cwa01.contoso.local 10.0.0.11:443'],
  endpoints: ['contoso|im.contoso.com/virtual-server/im.contoso.com@10.0.0.11:443'],
  leaf,
  subjects: { service: '10.0.0.11:443', declaration: 'contoso|https://im.contoso.com' },
};
