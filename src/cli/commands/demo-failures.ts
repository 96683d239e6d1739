import type { AuditEvent } from '../../audit/contract.ts';
import type { DemoDeployment } from '../../lab/demo-deployment.ts';

type Expected = DemoDeployment['expected'];

/** Where the audit and what was planted disagree; both empty when they do not. */
export interface Difference {
  readonly found: ReadonlySet<string>;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/** Compares every finding that failed with every fault that was planted. */
export function compareFailures(expected: Expected, events: readonly AuditEvent[]): Difference {
  const wanted = new Set(expected.map(nameExpected));
  const failed = new Set(events.flatMap(failuresOf));
  return {
    found: new Set([...failed].map((name) => name.slice(0, name.indexOf(' ')))),
    missing: [...wanted].filter((name) => !failed.has(name)),
    unexpected: [...failed].filter((name) => !wanted.has(name)),
  };
}

function nameExpected(failure: Expected[number]): string {
  return failure.kind === 'deployment'
    ? `${failure.check} across ${failure.deployment}`
    : `${failure.check} on ${failure.role} ${failure.host}@${failure.address}:${failure.port}`;
}

function failuresOf(event: AuditEvent): readonly string[] {
  if (event.kind === 'summary') {
    return event.summary.deploymentFindings
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ check, deployment }) => `${check} across ${deployment}`);
  }
  const { role, host, address, port, findings } = event.report;
  return findings
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ check }) => `${check} on ${role} ${host}@${address}:${port}`);
}

/** Whether the audit saw what it had to see, and nothing else. */
export function describeDifference({ missing, unexpected }: Difference): string {
  if (missing.length + unexpected.length === 0) {
    return 'Exactly the planted faults were found, and nothing else failed.\n';
  }
  const lines = [...missing.map((name) => `Not found: ${name}`), ...unexpected.map((name) => `Not planted: ${name}`)];
  return `${lines.join('\n')}\n`;
}

/** What was planted and why anyone would meet it, and which checks saw it. */
export async function describeStories(
  stories: DemoDeployment['stories'],
  { found }: Difference,
  look: { readonly width: number; readonly colour: boolean },
): Promise<string> {
  const { renderEntries } = await import('../../report/terminal/render-entries.ts');
  const entries = stories.map(({ title, text, checks }, index) => ({
    title: `${index + 1}. ${title}`,
    fields: {
      story: text,
      seen: checks.map((check) => `${check} ${found.has(check) ? '✓' : '✗ not seen'}`),
    },
  }));
  return `\nWhat was planted, and who would notice\n\n${renderEntries(entries, look)}\n`;
}
