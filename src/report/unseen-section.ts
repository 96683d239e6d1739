import type { EndpointReport } from '../model/endpoint-report.ts';
import type { ScanSummary } from '../model/scan-report.ts';
import { endpointLabel, firstSentence } from './endpoint-label.ts';
import { escapeForTerminal } from './escape-for-terminal.ts';
import { type GridRow, renderGrid } from './grid.ts';
import { type CheckGroup, groupFindings } from './group-findings.ts';
import type { Paint } from './paint.ts';

interface Context {
  readonly width: number;
  readonly paint: Paint;
}

/** What nobody can see over TLS, each once however many endpoints there are, with what to do instead. */
export async function renderNotObservable(
  endpoints: readonly EndpointReport[],
  checks: ScanSummary['checks'],
  { width, paint }: Context,
): Promise<string> {
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
  return rows.length === 0 ? '' : await renderGrid(rows, { width, gap: 1 });
}

/** What could have been seen and was not, by check and reason. Endpoints without a chain are said once. */
export async function renderUndetermined(
  endpoints: readonly EndpointReport[],
  { width, paint }: Context,
): Promise<string> {
  const unreachable = endpoints.filter(({ verdict }) => verdict === 'unreachable');
  const seen = endpoints.filter(({ verdict }) => verdict !== 'unreachable');
  const rows = groupFindings(seen, 'undetermined').flatMap((group) => answersOf(group, paint));
  const lost = unreachable.map((endpoint): GridRow => {
    const { failure } = endpoint;
    const why = failure === null ? 'no certificate was seen' : `${failure.stage} ${failure.kind}: ${failure.message}`;
    return [
      { text: 'everything', paint: paint.faint },
      { text: 'unreachable' },
      { text: `${endpointLabel(endpoint)}: ${escapeForTerminal(why)}` },
    ];
  });
  return rows.length + lost.length === 0 ? '' : await renderGrid([...lost, ...rows], { width, gap: 2 });
}

function answersOf({ check, answers }: CheckGroup, paint: Paint): readonly GridRow[] {
  const byReason = new Map<string, { message: string; count: number }>();
  for (const { finding, endpoints } of answers) {
    const reason = finding.reason ?? '-';
    const known = byReason.get(reason) ?? { message: finding.message, count: 0 };
    byReason.set(reason, { ...known, count: known.count + endpoints.length });
  }
  return [...byReason].map(([reason, { message, count }]) => [
    { text: check, paint: paint.faint },
    { text: escapeForTerminal(reason) },
    { text: escapeForTerminal(`${countEndpoints(count)}: ${firstSentence(message)}`) },
  ]);
}

function countEndpoints(count: number): string {
  return count === 1 ? '1 endpoint' : `${count} endpoints`;
}
