import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { groupBy } from '../../model/group-by.ts';
import { groupFindings } from '../group-findings.ts';
import { plural } from '../plural.ts';
import { labelled } from './finding-block.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { SectionContext } from './section-context.ts';

/** What cannot be seen over TLS, each once for all endpoints, with what to do instead. */
export function renderNotObservable({ endpoints, checks }: ScanReport, { width, paint }: SectionContext): string {
  const rows = groupFindings(endpoints, 'not-observable').flatMap(({ check, answers }): readonly GridRow[] => {
    const texts = answers.map(({ finding, endpoints: on }) => {
      const where = answers.length === 1 ? '' : ` (${plural(on.length, 'endpoint')})`;
      return escapeForTerminal(`${finding.message}${where}`);
    });
    const title = `${check}: ${findDescription(checks, check)?.title ?? ''}`;
    return [
      { across: { text: escapeForTerminal(title), paint: paint.bold } },
      ...texts.map((text) => [{ text: ' ' }, { text }]),
    ];
  });
  return rows.length === 0 ? '' : renderGrid(rows, { width, gap: 1 });
}

/** What could have been seen and was not, by reason: which checks, on how many endpoints, and why. */
export function renderUndetermined({ endpoints }: ScanReport, { width, paint, label }: SectionContext): string {
  const unreachable = endpoints.filter(({ verdict }) => verdict === 'unreachable');
  const seen = endpoints.filter(({ verdict }) => verdict !== 'unreachable');
  const rows = [
    ...unreachable.map((endpoint) =>
      labelled('unreachable', `${label(endpoint)}: ${describeFailure(endpoint)}`, paint),
    ),
    ...groupByReason(seen).map(({ reason, message, checks, count }) =>
      labelled(reason, `${checks.join(', ')} (${plural(count, 'endpoint')}): ${message}`, paint),
    ),
  ];
  return rows.length === 0 ? '' : renderGrid(rows, { width, gap: 2 });
}

function describeFailure({ failure }: EndpointReport): string {
  return failure === null ? 'no certificate was seen' : `${failure.stage} ${failure.kind}: ${failure.message}`;
}

interface ReasonGroup {
  readonly reason: string;
  readonly message: string;
  readonly checks: readonly string[];
  readonly count: number;
}

/** Checks that could not answer for the same reason, in the same words, on as many endpoints, stand together. */
function groupByReason(endpoints: readonly EndpointReport[]): readonly ReasonGroup[] {
  const answers = groupFindings(endpoints, 'undetermined').flatMap(({ check, answers: ofCheck }) =>
    ofCheck.map(({ finding, endpoints: on }) => ({
      check,
      reason: finding.reason ?? '-',
      message: firstSentence(finding.message),
      count: on.length,
    })),
  );
  const groups = groupBy(answers, ({ reason, message, count }) => JSON.stringify([reason, message, count]));
  return [...groups.values()].map((group) => ({ ...group[0], checks: group.map(({ check }) => check) }));
}
