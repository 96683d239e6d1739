import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { firstSentence } from '../endpoint-label.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { labelled } from './render-failing.ts';
import { type GridRow, renderGrid } from './grid.ts';
import { groupFindings } from '../group-findings.ts';
import type { SectionContext } from './section-context.ts';

/** What nobody can see over TLS, each once however many endpoints there are, with what to do instead. */
export function renderNotObservable(
  endpoints: readonly EndpointReport[],
  checks: ScanSummary['checks'],
  { width, paint }: SectionContext,
): string {
  const rows = groupFindings(endpoints, 'not-observable').flatMap((group): readonly GridRow[] => {
    const texts = group.answers.map(({ finding, endpoints: on }) => {
      const where = group.answers.length === 1 ? '' : ` (${countEndpoints(on.length)})`;
      return escapeForTerminal(`${finding.message}${where}`);
    });
    const title = `${group.check}: ${checks[group.check]?.title ?? ''}`;
    return [
      { across: { text: escapeForTerminal(title), paint: paint.bold } },
      ...texts.map((text) => [{ text: ' ' }, { text }]),
    ];
  });
  return rows.length === 0 ? '' : renderGrid(rows, { width, gap: 1 });
}

/** What could have been seen and was not, by reason: which checks, on how many endpoints, and why. */
export function renderUndetermined(
  endpoints: readonly EndpointReport[],
  { width, paint, label }: SectionContext,
): string {
  const lost = endpoints.filter(({ verdict }) => verdict === 'unreachable');
  const seen = endpoints.filter(({ verdict }) => verdict !== 'unreachable');
  const rows = [
    ...lost.map((endpoint) => labelled('unreachable', `${label(endpoint)}: ${whyLost(endpoint)}`, paint)),
    ...groupByReason(seen).map(({ reason, message, checks, count }) =>
      labelled(reason, `${checks.join(', ')} (${countEndpoints(count)}): ${message}`, paint),
    ),
  ];
  return rows.length === 0 ? '' : renderGrid(rows, { width, gap: 2 });
}

function whyLost({ failure }: EndpointReport): string {
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
  const groups = new Map<string, ReasonGroup>();
  for (const { check, answers } of groupFindings(endpoints, 'undetermined')) {
    for (const { finding, endpoints: on } of answers) {
      const message = firstSentence(finding.message);
      const reason = finding.reason ?? '-';
      const key = JSON.stringify([reason, message, on.length]);
      const checks = [...(groups.get(key)?.checks ?? []), check];
      groups.set(key, { reason, message, checks, count: on.length });
    }
  }
  return [...groups.values()];
}

function countEndpoints(count: number): string {
  return count === 1 ? '1 endpoint' : `${count} endpoints`;
}
