import { escapeForTerminal } from '../escape-for-terminal.ts';

/** One family of series in Prometheus' text format. */
export interface MetricFamily {
  /** Of a counter it ends in `_total`. */
  readonly name: string;
  readonly help: string;
  /** Absent: a gauge, for nothing is counted across runs. */
  readonly type?: 'counter';
  readonly series: Iterable<Series>;
}

/** A family whose series are text, so that they can be kept and joined with those of other families of its name. */
export interface WrittenFamily extends Omit<MetricFamily, 'series'> {
  /** A line a series. */
  readonly lines: string;
}

/** Prometheus' text format 0.0.4, or OpenMetrics 1.0. */
export type MetricFormat = 'text' | 'openmetrics';

/** One sample. A label without a value is left out, which to Prometheus is the same as an empty one. */
export interface Series {
  readonly labels: Labels;
  readonly value: number;
}

export type Labels = Readonly<Record<string, string | null | undefined>>;

/** In characters: hosted stores refuse values of more than 2,048 bytes (Mimir, Cortex), and UTF-8 takes up to four a code point. */
const maxLabelLength = 500;

/** Writes a family as text, or nothing if it has no series. */
export function writeFamily(family: MetricFamily): string {
  return [...joinFamilies([[writeSeries(family)]], 'text')].join('');
}

/**
 * Writes the series of a family. Of several series with the same labels the first is written, because Prometheus refuses a scrape that has
 * the same series twice.
 */
export function writeSeries({ series, ...family }: MetricFamily): WrittenFamily {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const { labels, value } of series) {
    const text = writeLabels(labels);
    if (seen.has(text) || !Number.isFinite(value)) continue;
    seen.add(text);
    lines.push(`${family.name}${text} ${value}\n`);
  }
  return { ...family, lines: lines.join('') };
}

/** Joins families of one name, whose series have to stand together, in the order of their first; those without series are left out. */
export function* joinFamilies(
  lists: readonly (readonly WrittenFamily[])[],
  format: MetricFormat,
): Generator<string, void, undefined> {
  const byName = new Map<string, WrittenFamily[]>();
  for (const family of lists.flat()) {
    if (family.lines !== '') byName.set(family.name, [...(byName.get(family.name) ?? []), family]);
  }
  for (const [name, families] of byName) {
    const [{ help, type = 'gauge' } = { help: '' }] = families;
    // OpenMetrics 1.0, "MetricFamily": a counter is named without the suffix that its samples have.
    const named = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name;
    yield `# HELP ${named} ${help}\n# TYPE ${named} ${type}\n`;
    for (const { lines } of families) yield lines;
  }
  if (format === 'openmetrics') yield '# EOF\n';
}

function writeLabels(labels: Labels): string {
  const written = Object.entries(labels).flatMap(([label, value]) =>
    value === null || value === undefined || value === '' ? [] : [`${label}="${writeValue(value)}"`],
  );
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}

/** escapeForTerminal leaves no newline; backslashes and quotes are what the format wants escaped. */
function writeValue(value: string): string {
  const shown = escapeForTerminal(value);
  const short = shown.length <= maxLabelLength ? shown : `${shown.slice(0, maxLabelLength - 1)}…`;
  return short
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\uD800-\uDBFF](?=…$)/, '');
}
