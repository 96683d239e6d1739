import type { EndpointReport } from '../../model/endpoint-report.ts';
import { groupBy } from '../../model/group-by.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { describeEndpointsWhere, describeWhere } from '../describe-where.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { firstSentence } from '../first-sentence.ts';
import { causeLabel, verdictSigns } from '../signs.ts';
import { type LabelledText, renderLabelled } from './labelled-lines.ts';
import type { NumberedCause } from './number-causes.ts';
import type { SectionContext } from './section-context.ts';
import { textWidth } from './text-width.ts';

/** Causes named of one fault with one remedy. More say nothing new; --details and the JSON report list them. */
const maximumAlike = 20;

/** A block of lines with the sign and the word that stand before it. */
interface Block {
  readonly label: string;
  readonly paintLabel: (text: string) => string;
  readonly rows: readonly LabelledText[];
}

/** What is wrong, where, and what to do, worst first; then which endpoints were not reached, by reason. */
export function renderCauses(report: ScanReport, context: SectionContext): string {
  const blocks = [...causeBlocks(report, context), ...unreachableBlocks(report, context)];
  if (blocks.length === 0) return '';
  const margin = Math.max(...blocks.map(({ label }) => textWidth(label))) + 2;
  const numberWidth = Math.max(...blocks.flatMap(({ rows }) => rows.map(({ label }) => textWidth(label)))) + 1;
  return blocks.flatMap((block) => renderBlock(block, { margin, numberWidth }, context)).join('\n');
}

function renderBlock(
  { label, paintLabel, rows }: Block,
  { margin, numberWidth }: { readonly margin: number; readonly numberWidth: number },
  { width, paint }: SectionContext,
): readonly string[] {
  const lines = renderLabelled(rows, { width: width - margin, paint, labelWidth: numberWidth });
  const first = paintLabel(label) + ' '.repeat(margin - textWidth(label));
  return lines.map((line, index) => `${index === 0 ? first : ' '.repeat(margin)}${line}`);
}

/** Causes of one fault with one remedy share a block: what to do stands there once. */
function causeBlocks({ endpoints }: ScanReport, { paint, causes, details }: SectionContext): readonly Block[] {
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const alike = groupBy(causes.all, ({ cause: { severity, fault, remedy, waiver } }) =>
    JSON.stringify([severity, fault, remedy, waiver]),
  );
  return [...alike.values()].map((group) => {
    const [{ cause }] = group;
    const shown = details ? group : group.slice(0, maximumAlike);
    const more = group.length - shown.length;
    const verdict = (text: string) =>
      cause.waiver === null ? paint.severity(cause.severity, text) : paint.verdict('waived', text);
    const advice = cause.waiver === null ? cause.remedy : `Accepted ${describeWaiver(cause.waiver)}`;
    return {
      label: causeLabel(cause),
      paintLabel: verdict,
      rows: [
        ...shown.flatMap((each) => causeRows(each, byId, paint.bold)),
        ...(more === 0 ? [] : [{ label: '', text: `and ${more} more of this fault (--details lists them)` }]),
        { label: '→', text: escapeForTerminal(advice) },
        ...(details && cause.command !== null ? [{ label: '$', text: escapeForTerminal(cause.command) }] : []),
      ],
    };
  });
}

function causeRows(
  { number, cause }: NumberedCause,
  byId: ReadonlyMap<string, EndpointReport>,
  bold: (text: string) => string,
): readonly LabelledText[] {
  return [
    { label: `#${number}`, text: escapeForTerminal(cause.title), paint: bold, paintLabel: bold },
    { label: 'at', text: describeWhere(cause, byId) },
  ];
}

function unreachableBlocks({ endpoints }: ScanReport, { paint }: SectionContext): readonly Block[] {
  const unreachable = endpoints.filter(({ verdict }) => verdict === 'unreachable');
  const byReason = groupBy(unreachable, ({ failure }) => (failure === null ? '' : `${failure.stage} ${failure.kind}`));
  return [...byReason].flatMap(([reason, group]) =>
    describeReasons(reason, group).map(({ text, alike }) => ({
      label: `${verdictSigns.unreachable} unreachable`,
      paintLabel: (label) => paint.verdict('unreachable', label),
      rows: [
        { label: '', text, paint: paint.bold },
        { label: 'at', text: describeEndpointsWhere(alike) },
      ],
    })),
  );
}

/** More sentences about one kind of failure are not told apart. */
const maxSentences = 5;

interface Reason {
  readonly text: string;
  readonly alike: readonly EndpointReport[];
}

/** What each of them says, or one example where they say too much. */
function describeReasons(reason: string, endpoints: readonly EndpointReport[]): readonly Reason[] {
  const bySentence = groupBy(endpoints, ({ failure }) => firstSentence(failure?.message ?? 'No certificate was seen.'));
  const write = (sentence: string): string =>
    [reason, escapeForTerminal(sentence)].filter((each) => each !== '').join(': ');
  if (bySentence.size <= maxSentences)
    return [...bySentence].map(([sentence, alike]) => ({ text: write(sentence), alike }));
  const [example = ''] = bySentence.keys();
  return [{ text: write(`for instance: ${example}`), alike: endpoints }];
}
