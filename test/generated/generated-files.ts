import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { groupBy } from '../../src/model/group-by.ts';
import type { CheckDescription } from '../../src/model/scan-report.ts';
import { writeOpenApi } from '../../src/model/api/open-api.ts';
import { tool } from '../../src/model/tool.ts';
import { renderDocument } from '../../src/report/data/render-json.ts';
import { createApiRoutes, describeRoutes } from '../../src/service/http/api/api-routes.ts';
import { repositoryPath } from '../repository-path.ts';
import { builtInPolicies } from '../../src/policy/built-in.ts';
import { writeMozillaRoots } from './write-mozilla-roots.ts';
import { writePoliciesPage } from './write-policies-page.ts';
import { writePolicy } from './write-policy.ts';
import { writeTargetsPage } from './write-targets-page.ts';
import { writePageScript, writePageStyle, writeServiceScript, writeServiceStyle } from './write-page.ts';

/** A committed file that the program itself writes. */
export interface GeneratedFile {
  readonly path: string;
  readonly write: () => string;
}

/** `npm run generate` writes them, a test compares them. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: 'src/pki/trust/mozilla-roots.ts', write: writeMozillaRoots },
  { path: 'src/report/html/page-script.ts', write: writePageScript },
  { path: 'src/report/html/page-style.ts', write: writePageStyle },
  { path: 'src/service/page/service-script.ts', write: writeServiceScript },
  { path: 'src/service/page/service-style.ts', write: writeServiceStyle },
  ...builtInPolicies.map((id) => ({ path: `src/policy/documents/${id}.ts`, write: () => writePolicy(id) })),
  ...['targets', 'report', 'plan', 'observation', 'policy', 'fixtures', 'notification'].map((document) => ({
    path: `docs/schema/${document}.schema.json`,
    write: () => certmuster('schema', document),
  })),
  { path: 'docs/schema/openapi.json', write: writeDescription },
  { path: 'docs/targets.md', write: writeTargets },
  { path: 'docs/checks.md', write: writeChecks },
  { path: 'docs/certmuster.1', write: writeManPage },
  { path: 'docs/policies.md', write: writePoliciesPage },
];

function certmuster(...args: readonly string[]): string {
  return execFileSync(process.execPath, [repositoryPath('bin/certmuster.js'), ...args], { encoding: 'utf8' });
}

/** What `/api/v1/openapi.json` of the service answers. */
function writeDescription(): string {
  return renderDocument(writeOpenApi(describeRoutes(createApiRoutes()), tool.version));
}

function writeTargets(): string {
  const path = repositoryPath('targets.example.json');
  const expansion = JSON.parse(certmuster('expand', path, '--format', 'json'));
  return writeTargetsPage(
    JSON.parse(certmuster('schema', 'targets')),
    JSON.parse(readFileSync(path, 'utf8')),
    expansion,
  );
}

/** A manual page of what `--help` says: of the program, then of each command, as they stand on an 80 column terminal. */
function writeManPage(): string {
  const help = certmuster('--help');
  const commands = [...help.matchAll(/^ {2}certmuster (\S+)/gm)].map(([, name = '']) => name);
  // Asked for help, `completion` prints its script, and `help` what stands above.
  const documented = commands.filter((name) => name !== 'completion' && name !== 'help');
  return [
    '.TH CERTMUSTER 1 "" "certmuster" "User Commands"',
    '.SH NAME',
    'certmuster \\- audits the certificates that TLS endpoints present, each by its role in the deployment',
    '.SH SYNOPSIS',
    '.B certmuster',
    '.I COMMAND',
    '[options]',
    '.SH DESCRIPTION',
    ...verbatim(help),
    '.SH ENVIRONMENT',
    'Every option may stand in a variable (CERTMUSTER_TIMEOUT for \\-\\-timeout) or in the file of \\-\\-config; docs/options.md has the order of precedence.',
    ...documented.flatMap((name) => [`.SH CERTMUSTER ${name.toUpperCase()}`, ...verbatim(certmuster(name, '--help'))]),
    '',
  ].join('\n');
}

/** Lines as they are: backslashes escaped, and nothing at the start of a line that roff would take for a request. */
function verbatim(text: string): readonly string[] {
  const lines = text.trimEnd().replaceAll('\\', '\\e').replaceAll('-', '\\-').split('\n');
  return ['.nf', ...lines.map((line) => (/^[.']/.test(line) ? `\\&${line}` : line)), '.fi'];
}

/** A check as `certmuster checks --format json` shows it. */
type ShownCheck = CheckDescription & { readonly id: string; readonly severity: Readonly<Record<string, string>> };

/** The reference of all checks, in the words of the reports. */
function writeChecks(): string {
  const checks = JSON.parse(certmuster('checks', '--format', 'json')) as readonly ShownCheck[];
  const head = [
    '# Checks',
    '',
    'Written by `npm run generate` from the checks themselves; `certmuster checks ID` shows the same.',
    'If a severity depends on role, access or protocol, the exceptions follow it.',
    '',
  ];
  return [...head, ...checks.flatMap(writeCheck)].join('\n');
}

function writeCheck({ id, title, why, faults, citation, severity, fieldNote }: ShownCheck): readonly string[] {
  return [
    `## \`${id}\``,
    '',
    `${title}.`,
    '',
    `- Why: ${why}`,
    `- Source: ${writeSource(citation)}`,
    ...(fieldNote === undefined ? [] : [`- ${fieldNote}`]),
    ...[...groupBy(Object.entries(severity), ([, text]) => text)].map(
      ([text, policies]) => `- Severity by ${policies.map(([policy]) => `\`${policy}\``).join(', ')}: ${text}`,
    ),
    '',
    ...Object.entries(faults).flatMap(([fault, { title: wrong, why: reason, remedy, citation: source }]) => [
      `### \`${id}/${fault}\``,
      '',
      `${wrong}.`,
      '',
      `- Why: ${reason}`,
      `- What to do: ${remedy}`,
      `- Source: ${writeSource(source)}`,
      '',
    ]),
  ];
}

function writeSource({ document, section, url }: CheckDescription['citation']): string {
  return `${url === null ? document : `[${document}](<${url}>)`}, ${section}`;
}
