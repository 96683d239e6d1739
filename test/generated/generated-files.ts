import { execFileSync } from 'node:child_process';

import type { CheckDescription } from '../../src/model/scan-report.ts';
import { policies } from '../../src/policy/policies.ts';
import { repositoryPath } from '../repository-path.ts';
import { writePageScript, writePageStyle } from './write-page.ts';

/** A committed file that the program itself writes. */
export interface GeneratedFile {
  readonly path: string;
  readonly write: () => string;
}

/** `npm run generate` writes them, a test compares them. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: 'src/report/html/page-script.ts', write: writePageScript },
  { path: 'src/report/html/page-style.ts', write: writePageStyle },
  ...['targets', 'report', 'observation'].map((document) => ({
    path: `docs/schema/${document}.schema.json`,
    write: () => certmuster('schema', document),
  })),
  { path: 'docs/checks.md', write: writeChecks },
];

function certmuster(...args: readonly string[]): string {
  return execFileSync(process.execPath, [repositoryPath('bin/certmuster.js'), ...args], { encoding: 'utf8' });
}

/** The reference of all checks, in the words of the reports. */
function writeChecks(): string {
  const checks = JSON.parse(certmuster('checks', '--format', 'json')) as readonly ({ id: string } & CheckDescription)[];
  const head = [
    '# Checks',
    '',
    'Written by `npm run generate` from the checks themselves; `certmuster checks ID` says the same.',
    'A severity that depends on role, access or protocol names the exceptions after it.',
    '',
  ];
  return [...head, ...checks.flatMap(writeCheck)].join('\n');
}

function writeCheck({ id, title, why, remedy, citation }: { id: string } & CheckDescription): readonly string[] {
  const source = citation.url === null ? citation.document : `[${citation.document}](<${citation.url}>)`;
  return [
    `## \`${id}\``,
    '',
    `${title}.`,
    '',
    `- Why: ${why}`,
    `- Remedy: ${remedy}`,
    `- Source: ${source}, ${citation.section}`,
    ...Object.values(policies).map((policy) => `- \`${policy.id}\`: ${writeSeverity(policy.severities[id])}`),
    '',
  ];
}

function writeSeverity(rules: (typeof policies)['cwa-2007-r2']['severities'][string] | undefined): string {
  if (rules === undefined) return 'not part of this policy';
  return rules
    .toReversed()
    .map(({ severity, roles, access, protocol }) => {
      const conditions = [roles?.join(', '), access, protocol].filter((each) => each !== undefined);
      const word = severity ?? 'none (it can only be not observable)';
      return conditions.length === 0 ? word : `${word} for ${conditions.join(', ')}`;
    })
    .join('; ');
}
