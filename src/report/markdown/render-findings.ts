import type { Cause } from '../../model/cause.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { DeploymentFinding, Finding } from '../../model/finding.ts';
import type { CheckDescription, ScanReport } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { describeHandshakes } from '../describe-handshakes.ts';
import { createLabeller, type Labeller } from '../endpoint-label.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { type CheckGroup, type FindingGroup, groupFindings } from '../group-findings.ts';
import { type ListedNote, listFieldNotes } from '../list-field-notes.ts';
import { plural } from '../plural.ts';
import { severityLabel } from '../signs.ts';
import { titleAcross } from '../title-across.ts';
import { codeMarkdown, escapeMarkdown } from './escape-markdown.ts';

const maxEndpointsNamed = 10;
const maxAnswersNamed = 20;
/** Of a text; certificates may hold names of any length. */
const maxTextLength = 2_000;

/** An endpoint without a path, certificate or handshake says so once, as its cause; checks that could not be judged for it say nothing more. */
const foldedReasons: ReadonlySet<string | null> = new Set(['no-path', 'undecodable', 'unreachable', 'handshake-broke']);

/** The findings that belong to the causes, what could not be seen, and what was negotiated, each folded under a summary. */
export function renderFindings(report: ScanReport, maxLength: number): string {
  const { endpoints, deploymentFindings, checks } = report;
  const context = {
    checks,
    label: createLabeller(endpoints),
    causes: new Map(report.causes.map((cause) => [cause.key, cause])),
  };
  const across = deploymentFindings.filter(({ outcome }) => outcome === 'fail');
  const failing = [
    ...groupFindings(endpoints, 'fail').map((group) => renderGroup(group, context)),
    ...across.map((finding) => renderAcross(finding, titleAcross(deploymentFindings), context)),
  ];
  const count = endpoints.flatMap(({ findings }) => findings).filter(({ outcome }) => outcome === 'fail').length;
  const sections = [
    [plural(count + across.length, 'failing finding'), failing],
    ['Inconclusive', [...renderUnseen(endpoints, 'undetermined'), ...renderUndeterminedAcross(deploymentFindings)]],
    ['Not visible over TLS', renderUnseen(endpoints, 'not-observable')],
    ['Handshakes', renderHandshakes(endpoints)],
    ['Notes from the field', listFieldNotes(report).map(renderNote)],
  ] as const;
  let text = '';
  for (const [title, blocks] of sections) text += fold(title, blocks, maxLength - text.length);
  return text;
}

/** As many blocks as there is room for, and how many there are beyond them; nothing if there are none. */
function fold(title: string, blocks: readonly string[], maxLength: number): string {
  if (blocks.length === 0) return '';
  let room = maxLength - 200;
  const shown: string[] = [];
  for (const block of blocks) {
    room -= block.length + 1;
    if (room < 0) break;
    shown.push(block);
  }
  const more = blocks.length - shown.length;
  const rest = more === 0 ? [] : ['', `And ${more} more, all in the JSON report.`];
  return `\n<details>\n<summary>${title}</summary>\n\n${[...shown, ...rest].join('\n')}\n\n</details>\n`;
}

interface Context {
  readonly checks: ScanReport['checks'];
  readonly label: Labeller;
  /** By key. */
  readonly causes: ReadonlyMap<string, Cause>;
}

function renderGroup({ check, severity, answers }: CheckGroup, context: Context): string {
  const lines = answers.slice(0, maxAnswersNamed).flatMap((answer) => renderAnswer(answer, context));
  const more = answers.length - maxAnswersNamed;
  const rest = more > 0 ? [`- and ${more} more like it`] : [];
  return [headline(check, severity), '', ...lines, ...rest, ...cite(findDescription(context.checks, check)), ''].join(
    '\n',
  );
}

function renderAcross(finding: DeploymentFinding, title: string, context: Context): string {
  const { check, severity } = finding;
  const lines = [...seen(finding, context), ...describePlace(finding)];
  const head = `${headline(check, severity)}, ${title.toLowerCase()}`;
  return [head, '', ...lines, ...cite(findDescription(context.checks, check)), ''].join('\n');
}

function headline(check: string, severity: Finding['severity']): string {
  return `### ${severityLabel(severity)} ${code(check)}`;
}

function renderAnswer({ finding, endpoints }: FindingGroup, context: Context): readonly string[] {
  return [...seen(finding, context), renderPlaces(endpoints.map(context.label))];
}

/** What only follows from a cause names it. */
function seen({ check, cause, message, expected, observed, waiver }: Finding, { causes }: Context): readonly string[] {
  const from = cause === null ? undefined : causes.get(cause);
  return [
    `- ${prose(message)}`,
    ...(from === undefined || from.fault.startsWith(`${check}/`) ? [] : [`  - follows from: ${prose(from.title)}`]),
    ...(waiver === undefined ? [] : [`  - **waived ${prose(describeWaiver(waiver))}**`]),
    ...(expected === null ? [] : [`  - expected: ${code(expected)}`]),
    ...(observed === null ? [] : [`  - observed: ${code(observed)}`]),
  ];
}

function cite(description: CheckDescription | undefined): readonly string[] {
  if (description === undefined) return [];
  const { citation } = description;
  const source = [citation.document, citation.section].filter((part) => part !== '').map(prose);
  const url = citation.url === null ? [] : [code(citation.url)];
  return ['', `**Source:** ${[...source, ...url].join(', ')}`];
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
  const undetermined = findings.filter(
    ({ outcome, reason }) => outcome === 'undetermined' && !foldedReasons.has(reason),
  );
  return undetermined.map(({ check, message }) => `- ${code(check)}: ${prose(firstSentence(message))}`);
}

function renderHandshakes(endpoints: readonly EndpointReport[]): readonly string[] {
  return describeHandshakes(endpoints).map(
    ({ text, endpoints: alike }) => `- ${plural(alike.length, 'endpoint')}: ${prose(text)}`,
  );
}

function renderUnseen(
  endpoints: readonly EndpointReport[],
  outcome: 'not-observable' | 'undetermined',
): readonly string[] {
  return groupFindings(endpoints, outcome).flatMap(({ check, answers }) => {
    const own = answers.filter(({ finding }) => !foldedReasons.has(finding.reason));
    const count = own.reduce((sum, answer) => sum + answer.endpoints.length, 0);
    return own
      .slice(0, 1)
      .map(
        ({ finding }) => `- ${code(check)}: ${prose(firstSentence(finding.message))} (${plural(count, 'endpoint')})`,
      );
  });
}

function renderNote({ check, note, endpoints }: ListedNote): string {
  return `- ${code(check)}: ${prose(note)} (${plural(endpoints, 'endpoint')})`;
}

function prose(text: string): string {
  return escapeMarkdown(cut(text));
}

function code(text: string): string {
  return codeMarkdown(cut(text));
}

function cut(text: string): string {
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength - 1)}…`;
}
