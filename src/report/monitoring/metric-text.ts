import { escapeForTerminal } from '../escape-for-terminal.ts';

/** One family of series in Prometheus' text format. All are gauges, because nothing is counted across runs. */
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

/** In characters: hosted stores refuse values of more than 2,048 bytes (Mimir, Cortex), and UTF-8 takes up to four a code point. */
const maxLabelLength = 500;

/**
 * Writes a family, or nothing if it has no series. Of several series with the same labels the first is written, because
 * Prometheus refuses a scrape that has the same series twice.
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

/** escapeForTerminal leaves no newline; backslashes and quotes are what the format wants escaped. */
function writeValue(value: string): string {
  const shown = escapeForTerminal(value);
  const short = shown.length <= maxLabelLength ? shown : `${shown.slice(0, maxLabelLength - 1)}…`;
  return short
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\uD800-\uDBFF](?=…$)/, '');
}
