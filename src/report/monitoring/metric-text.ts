import { escapeForTerminal } from '../escape-for-terminal.ts';

/** One family of series in Prometheus' text format. All of them are gauges: a run counts nothing across runs. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly series: Iterable<Series>;
}

/** One sample. A label without a value is left out, which to Prometheus is the same as an empty one. */
export interface Series {
  readonly labels: Labels;
  readonly value: number;
}

export type Labels = Readonly<Record<string, string | null | undefined>>;

/** Hosted stores refuse longer values (Mimir, Cortex: 2,048 bytes); a code point of ours takes up to four bytes. */
const maxLabelLength = 500;

/**
 * Writes a family, or nothing where it has no series. Of several series with the same labels the first one stands: a
 * scrape with the same series twice is refused whole.
 */
export function writeFamily({ name, help, series }: MetricFamily): string {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const { labels, value } of series) {
    const text = writeLabels(labels);
    if (seen.has(text) || !Number.isFinite(value)) continue;
    seen.add(text);
    lines.push(`${name}${text} ${value}\n`);
  }
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function writeLabels(labels: Labels): string {
  const written = Object.entries(labels).flatMap(([label, value]) =>
    value === null || value === undefined || value === '' ? [] : [`${label}="${writeValue(value)}"`],
  );
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}

/** Newlines and other controls are gone before: they stand as they do on a terminal. */
function writeValue(value: string): string {
  const shown = escapeForTerminal(value);
  const short = shown.length <= maxLabelLength ? shown : `${shown.slice(0, maxLabelLength - 1)}…`;
  return short
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\uD800-\uDBFF](?=…$)/, '');
}
