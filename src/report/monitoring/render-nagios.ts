import type { ScanReport } from '../../model/scan-report.ts';
import { describePlace } from '../../model/describe-place.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { placesOf } from '../places-of.ts';
import { plural } from '../plural.ts';
import { byteLength, cutToBytes } from './byte-length.ts';
import { describeExpiry, timeLeft } from './nagios-expiry.ts';
import { performanceData } from './nagios-performance.ts';
import { listProblems, type NagiosState, type NagiosThresholds, type Problem } from './nagios-problems.ts';

/** In bytes. Nagios 3 keeps 4,096 of output (MAX_PLUGIN_OUTPUT_LENGTH), performance data included; later ones keep 8,192. */
const maxLength = 4_000;
/** Of the first words, which are what a pager shows. */
const maxTitleLength = 600;
/** Of one line of the long output. */
const maxLineLength = 900;

/**
 * What a plugin writes, as the Monitoring Plugins guidelines have it: in the first line the state, the worst cause, how many more there
 * are, and as performance data the days left; below it a line for each cause, with where it shows and what to do. Causes that are
 * waived are mentioned and raise no alert, and so are addresses that were left out.
 */
export function renderNagios(
  report: ScanReport,
  thresholds: NagiosThresholds = { unreachable: 'CRITICAL' },
): { readonly state: NagiosState; readonly text: string } {
  const problems = listProblems(report, thresholds);
  const [worst, ...others] = problems;
  const state = worst?.state ?? 'OK';
  const said = worst === undefined ? describeSoundness(report) : `${worst.title}${inBrackets(worst.places, 1)}`;
  const more = countOthers(others, report);
  const data = performanceData(report, thresholds);
  const first = `CERTMUSTER ${state} - ${cutToBytes(plain(said), maxTitleLength)}${more}${data === '' ? '' : ` | ${data}`}`;
  const notices = (report.leftOut ?? []).map(({ message }) => `Note: ${message}`);
  const lines = [...problems.map(describeProblem), ...describeWaived(report), ...notices];
  return { state, text: `${[first, ...fitLines(lines, maxLength - byteLength(first))].join('\n')}\n` };
}

/** `; 2 more causes, 1 waived`. */
function countOthers(others: readonly Problem[], report: ScanReport): string {
  const count = (kind: Problem['kind']): number => others.filter((each) => each.kind === kind).length;
  const [causes, unreachable, run] = [count('cause'), count('unreachable'), count('run')];
  const waived = report.causes.filter(({ waiver }) => waiver !== null).length;
  const parts = [
    ...(causes === 0 ? [] : [`${causes} more cause${causes === 1 ? '' : 's'}`]),
    ...(unreachable === 0 ? [] : [`${unreachable} without a certificate`]),
    ...(run === 0 ? [] : [report.complete ? `${run} that could not be judged` : 'run interrupted']),
    ...(waived === 0 ? [] : [`${waived} waived`]),
  ];
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

function describeSoundness({ endpoints, asOf }: ScanReport): string {
  const ends = endpoints.flatMap((endpoint) => timeLeft(endpoint, asOf) ?? []);
  const [soonest] = ends.toSorted((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter));
  const [first] = endpoints;
  const where =
    endpoints.length === 1 && first !== undefined ? describePlace(first) : plural(endpoints.length, 'endpoint');
  // One that has expired and is waived is counted as waived; "OK" beside "expired" would only puzzle.
  return soonest === undefined || soonest.isPast ? where : `${where}: ${describeExpiry(soonest)}`;
}

function describeProblem({ state, title, places, remedy }: Problem): string {
  return `${state}: ${title}${inBrackets(places, 5)}${remedy === '' ? '' : `. ${remedy}`}`;
}

function describeWaived({ causes }: ScanReport): readonly string[] {
  return causes.flatMap((cause) =>
    cause.waiver === null
      ? []
      : [`Waived ${describeWaiver(cause.waiver)}: ${cause.title}${inBrackets(placesOf(cause), 5)}`],
  );
}

/** As many lines as there is room for, and how many there are beyond them. */
function fitLines(lines: readonly string[], maxBytes: number): readonly string[] {
  const shown: string[] = [];
  let room = maxBytes - byteLength('\n… 1000000 more in the report\n');
  for (const line of lines) {
    const text = cutToBytes(plain(line), maxLineLength);
    room -= byteLength(text) + 1;
    if (room < 0) break;
    shown.push(text);
  }
  return shown.length === lines.length ? shown : [...shown, `… ${lines.length - shown.length} more in the report`];
}

function inBrackets(places: readonly string[], most: number): string {
  if (places.length === 0) return '';
  const named = places.slice(0, most).join(', ');
  const more = places.length - most;
  return ` (${named}${more > 0 ? ` and ${plural(more, 'other place')}` : ''})`;
}

/** A pipe would start performance data; escapeForTerminal leaves no newline. */
function plain(text: string): string {
  return escapeForTerminal(text).replaceAll('|', '\\u{7c}');
}
