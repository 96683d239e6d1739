import type { ScanReport } from '../model/scan-report.ts';
import type { Look } from './terminal/look.ts';

type Render = (report: ScanReport, look: Look) => Promise<Iterable<string>>;

/**
 * The renderers of the formats that need the whole report. Each gives pieces of text to be written in order, because a
 * large report would not fit one string. A renderer is loaded when it is used; only the table looks at `look`.
 */
export const reportRenderers = {
  table: async (report, look) => [(await import('./terminal/render-table.ts')).renderTable(report, look)],
  json: async ({ endpoints, ...summary }) => (await import('./data/render-json.ts')).renderJson(summary, endpoints),
  html: async (report) => await (await import('./html/render-html.ts')).renderHtml(report),
  junit: async (report) => (await import('./data/render-junit.ts')).renderJUnit(report),
  csv: async (report) => (await import('./data/render-csv.ts')).renderCsv(report),
  markdown: async (report) => [(await import('./markdown/render-markdown.ts')).renderMarkdown(report)],
  nagios: async (report) => [(await import('./monitoring/render-nagios.ts')).renderNagios(report).text],
  prometheus: async (report) => (await import('./monitoring/render-prometheus.ts')).renderPrometheus(report),
} as const satisfies Readonly<Record<string, Render>>;
