import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { cite } from '../cite.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { findFault } from '../find-fault.ts';
import { whatWasSeen } from '../what-was-seen.ts';
import { causeLabel, severityLabel } from '../signs.ts';
import { type LabelledText, renderLabelled } from './labelled-lines.ts';
import type { NumberedCause } from './number-causes.ts';
import type { SectionContext } from './section-context.ts';
import { wrapText } from './wrap-text.ts';

/** Endpoints named under one finding; the JSON report names them all. */
const maximumEndpoints = 20;

/** A failing finding, and an endpoint that it is about, if it is about one. */
interface Failure {
  readonly finding: Finding;
  readonly endpoint: EndpointReport | undefined;
}

/** Every failing finding below its cause: first the fault that is the cause, then what follows from it. */
export function renderFindings(report: ScanReport, context: SectionContext): string {
  const failures = groupBy(listFailing(report), ({ finding }) => context.causes.causeOf(finding));
  const inOrder = [...failures].toSorted(([a], [b]) => (a?.number ?? Infinity) - (b?.number ?? Infinity));
  return inOrder.map(([cause, group]) => renderCause(cause, group, report, context).join('\n')).join('\n\n');
}

function* listFailing({ endpoints, deploymentFindings }: ScanReport): Generator<Failure> {
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  for (const endpoint of endpoints) {
    for (const finding of endpoint.findings) if (finding.outcome === 'fail') yield { finding, endpoint };
  }
  for (const finding of deploymentFindings) {
    if (finding.outcome !== 'fail') continue;
    const concerned = finding.endpoints.flatMap((id) => byId.get(id) ?? []);
    for (const endpoint of concerned.length === 0 ? [undefined] : concerned) yield { finding, endpoint };
  }
}

function renderCause(
  numbered: NumberedCause | undefined,
  failures: readonly Failure[],
  { checks }: ScanReport,
  context: SectionContext,
): readonly string[] {
  const { width, paint } = context;
  const byFault = [...groupBy(failures, ({ finding }) => faultName(finding))];
  const isRoot = ([fault]: (typeof byFault)[number]): boolean => fault === numbered?.cause.fault;
  const inOrder = [...byFault.filter(isRoot), ...byFault.filter((each) => !isRoot(each))];
  return [
    ...(numbered === undefined ? [] : renderHeading(numbered, context)),
    ...inOrder.flatMap(([fault, group]) => {
      const [{ finding }] = group;
      const title = findFault(checks, finding)?.title;
      const head = `${fault === numbered?.cause.fault ? '' : 'consequence: '}${fault}${title === undefined ? '' : `: ${title}`}`;
      return [
        ...wrapText(escapeForTerminal(head), width - 2).map((line) => `  ${paint.bold(line)}`),
        ...renderLabelled(answerRows(group, { checks, title: numbered?.cause.title }, context), {
          width,
          paint,
          indent: 4,
        }),
      ];
    }),
  ];
}

function faultName({ check, fault }: Finding): string {
  return `${check}/${fault ?? '-'}`;
}

function renderHeading({ number, cause }: NumberedCause, { width, paint }: SectionContext): readonly string[] {
  const { severity, title, why, remedy, citation, waiver } = cause;
  const color = (line: string) => (waiver === null ? paint.severity(severity, line) : paint.verdict('waived', line));
  const what = waiver === null ? causeLabel(cause) : `${causeLabel(cause)} (${severityLabel(severity)})`;
  const rows = [
    { label: 'why', text: escapeForTerminal(why) },
    { label: 'do', text: escapeForTerminal(remedy) },
    { label: 'source', text: escapeForTerminal(cite(citation)) },
    ...(waiver === null ? [] : [{ label: 'waived', text: escapeForTerminal(describeWaiver(waiver)) }]),
  ];
  return [
    ...wrapText(`#${number} ${what}  ${escapeForTerminal(title)}`, width).map(color),
    ...renderLabelled(rows, { width, paint, indent: 2 }),
  ];
}

/** The same answer on several endpoints stands there once, with all of them. */
function answerRows(
  failures: readonly Failure[],
  known: { readonly checks: ScanReport['checks']; readonly title: string | undefined },
  { label }: SectionContext,
): readonly LabelledText[] {
  const answers = groupBy(failures, ({ finding: { message, expected, observed } }) =>
    JSON.stringify([message, expected, observed]),
  );
  return [...answers.values()].flatMap((same) => {
    const [{ finding }] = same;
    const { expected, observed } = finding;
    const seen = withoutHeading(finding, known);
    const endpoints = same.flatMap(({ endpoint }) => endpoint ?? []);
    const named = endpoints.slice(0, maximumEndpoints).map(label);
    const more = endpoints.length - named.length;
    return [
      ...(seen === '' ? [] : [{ label: 'seen', text: escapeForTerminal(seen) }]),
      ...(expected === null ? [] : [{ label: 'expected', text: escapeForTerminal(expected) }]),
      ...(observed === null ? [] : [{ label: 'observed', text: escapeForTerminal(observed) }]),
      ...(named.length === 0 ? [] : [{ label: 'on', text: named.join('\n') }]),
      ...(more === 0 ? [] : [{ label: '', text: `and ${more} more, all in --format json` }]),
    ];
  });
}

/** The message without what stands elsewhere: the title of its cause before it, why it matters and what to do behind it. */
function withoutHeading(
  finding: Finding,
  { checks, title }: { readonly checks: ScanReport['checks']; readonly title: string | undefined },
): string {
  const seen = whatWasSeen(finding.message, findFault(checks, finding)?.why);
  return title !== undefined && seen.startsWith(`${title}.`) ? seen.slice(title.length + 1).trim() : seen;
}
