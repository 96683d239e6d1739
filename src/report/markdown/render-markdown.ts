import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { DeploymentFinding, Finding } from '../../model/finding.ts';
import type { CheckDescription, ScanReport, ScanSummary } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { addressLabel, createLabeller, type Labeller } from '../endpoint-label.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { type CheckGroup, type FindingGroup, groupFindings } from '../group-findings.ts';
import { listFailures } from '../list-failures.ts';
import { plural } from '../plural.ts';
import { severityLabel, verdictSigns } from '../signs.ts';
import { titleAcross } from '../title-across.ts';
import { codeMarkdown as code, escapeMarkdown as prose } from './escape-markdown.ts';

/** GitHub takes 65,536 characters in a ticket: what is beyond these limits is counted. */
const maxRows = 50;
const maxEndpointsNamed = 10;

/** The audit as GitHub-flavoured Markdown, for a ticket: the counts, the endpoints that need work, and what to do. */
export function renderMarkdown(report: ScanReport): string {
  const { endpoints, deploymentFindings, checks, summary, notices } = report;
  const label = createLabeller(endpoints);
  const sections = [
    [`# Certificate audit: ${counts(summary)}`, judged(report)],
    ['## Endpoints that need work', renderEndpoints(endpoints)],
    ['## What fails', groupFindings(endpoints, 'fail').flatMap((group) => renderGroup(group, checks, label))],
    [`## ${titleAcross(deploymentFindings)}`, renderDeployments(deploymentFindings, checks)],
    ['## What no one can see over TLS', renderUnseen(endpoints, 'not-observable')],
    [
      '## Not determined',
      [...renderUnseen(endpoints, 'undetermined'), ...renderUndeterminedAcross(deploymentFindings)],
    ],
    ['## Notes', notices.map((notice) => `- ${prose(notice)}`)],
  ] as const;
  const shown = sections.filter(([, lines]) => lines.length > 0);
  return `${shown.map(([title, lines]) => `${title}\n\n${lines.join('\n')}`).join('\n\n')}\n`;
}

function counts({ endpoints, pass, warn, fail, unreachable }: ScanSummary['summary']): string {
  return `${plural(endpoints, 'endpoint')}, ${fail} fail, ${warn} warn, ${unreachable} unreachable, ${pass} pass`;
}

function judged({ asOf, tool, complete, summary }: ScanReport): readonly string[] {
  const { notAudited } = summary;
  const many = notAudited === null ? 'an unknown number of endpoints' : `${notAudited} endpoints`;
  return [
    `Judged as of ${prose(asOf)} by ${tool.name} ${prose(tool.version)}.`,
    ...(summary.waived
      ? ['', `${summary.waived} waived: they fail, and count for nothing while the waiver lasts.`]
      : []),
    ...(complete ? [] : ['', `**The run was interrupted: ${many} were not audited.**`]),
  ];
}

function renderEndpoints(endpoints: readonly EndpointReport[]): readonly string[] {
  const concerned = endpoints.filter(({ verdict }) => verdict !== 'pass');
  if (concerned.length === 0) return [];
  const rows = concerned.slice(0, maxRows).map((endpoint) => {
    const { verdict, role, host, address, port } = endpoint;
    const at = address === null || port === null ? '' : code(addressLabel(endpoint));
    return `| ${verdictSigns[verdict]} ${verdict} | ${role} | ${code(host)} | ${at} | ${firstReason(endpoint)} |`;
  });
  const more = concerned.length - rows.length;
  const table = ['| Verdict | Role | Name | Address | First reason |', '|---|---|---|---|---|', ...rows];
  return more === 0 ? table : [...table, '', `And ${more} more, all in the JSON report.`];
}

/** The worst failure, or why nothing was seen. */
function firstReason({ failure, findings, verdict }: EndpointReport): string {
  if (verdict === 'unreachable') return prose(failure === null ? 'No certificate was seen.' : failure.message);
  const [first] = listFailures(findings);
  return first === undefined ? '' : `${code(first.check)}: ${prose(firstSentence(first.message))}`;
}

function renderGroup(
  { check, severity, answers }: CheckGroup,
  checks: ScanReport['checks'],
  label: Labeller,
): readonly string[] {
  const description = findDescription(checks, check);
  return [
    ...headline(check, severity, description),
    ...answers.flatMap((answer) => renderAnswer(answer, label)),
    ...advice(description),
    '',
  ];
}

function headline(check: string, severity: Finding['severity'], description: CheckDescription | undefined) {
  return [
    `### ${severityLabel(severity)} ${code(check)}${description === undefined ? '' : `: ${prose(description.title)}`}`,
    '',
  ];
}

function renderAnswer({ finding, endpoints }: FindingGroup, label: Labeller): readonly string[] {
  return [...seen(finding), renderPlaces(endpoints.map(label))];
}

function seen({ message, expected, observed, waiver }: Finding): readonly string[] {
  return [
    `- ${prose(message)}`,
    ...(waiver === undefined ? [] : [`  - **waived ${prose(describeWaiver(waiver))}**`]),
    ...(expected === null ? [] : [`  - expected: ${code(expected)}`]),
    ...(observed === null ? [] : [`  - observed: ${code(observed)}`]),
  ];
}

function advice(description: CheckDescription | undefined): readonly string[] {
  if (description === undefined) return [];
  const { why, citation } = description;
  const source = [citation.document, citation.section].filter((part) => part !== '').map(prose);
  const url = citation.url === null ? [] : [code(citation.url)];
  return ['', `**Why:** ${prose(why)}  `, `**Source:** ${[...source, ...url].join(', ')}`];
}

function renderDeployments(findings: readonly DeploymentFinding[], checks: ScanReport['checks']): readonly string[] {
  return findings
    .filter(({ outcome }) => outcome === 'fail')
    .flatMap((finding) => {
      const description = findDescription(checks, finding.check);
      return [
        ...headline(finding.check, finding.severity, description),
        ...seen(finding),
        ...describePlace(finding),
        ...advice(description),
        '',
      ];
    });
}

/** The deployment; a finding of none names its endpoints, as nothing else says where it applies. */
function describePlace({ deployment, endpoints }: DeploymentFinding): readonly string[] {
  if (deployment !== null) return [`  - in: ${code(deployment)}`];
  return endpoints.length === 0 ? [] : [renderPlaces(endpoints)];
}

function renderPlaces(endpoints: readonly string[]): string {
  const named = endpoints.slice(0, maxEndpointsNamed).map(code);
  const more = endpoints.length - named.length;
  return `  - on: ${(more === 0 ? named : [...named, `and ${more} more`]).join(', ')}`;
}

function renderUndeterminedAcross(findings: readonly DeploymentFinding[]): readonly string[] {
  const undetermined = findings.filter(({ outcome }) => outcome === 'undetermined');
  return undetermined.map(({ check, message }) => `- ${code(check)}: ${prose(firstSentence(message))}`);
}

function renderUnseen(
  endpoints: readonly EndpointReport[],
  outcome: 'not-observable' | 'undetermined',
): readonly string[] {
  const seenEndpoints = endpoints.filter(({ verdict }) => verdict !== 'unreachable');
  return groupFindings(seenEndpoints, outcome).map(({ check, answers }) => {
    const [first] = answers;
    return `- ${code(check)}: ${prose(first === undefined ? '' : firstSentence(first.finding.message))}`;
  });
}
