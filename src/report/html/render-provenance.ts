import type { ScanSummary } from '../../model/scan-report.ts';
import { plural } from '../plural.ts';
import { html, type Markup } from './markup.ts';

/** Fetches listed; a fleet of thousands may make thousands. */
const maxFetches = 200;

/** What the judgement rests on: inputs, trust stores, policies and fetches. */
export function renderProvenance(summary: ScanSummary): Markup {
  const { tool, schemaVersion, startedAt, finishedAt, asOf, inputs, trustStores, policies, options, fetches } = summary;
  return html`<section id="provenance"><details><summary><h2>How this was judged</h2> <span class="faint">${tool.name} ${tool.version}, as of ${asOf}</span></summary><dl class="explained"><div><dt>Tool</dt><dd>${tool.name} ${tool.version}, report schema ${schemaVersion}</dd></div><div><dt>Run</dt><dd>${startedAt} to ${finishedAt}</dd></div><div><dt>Judged as of</dt><dd>${asOf}</dd></div>${inputs.map(({ path, sha256 }) => html`<div><dt>Input</dt><dd>${path} <span class="mono faint">${sha256}</span></dd></div>`)}${trustStores.map(({ name, source, date, anchors }) => html`<div><dt>Trust store</dt><dd>${name}: ${plural(anchors.length, 'anchor')}, ${source}${date === null ? '' : `, ${date}`}</dd></div>`)}</dl>${block('Policies: severities and thresholds in force, and what was overridden', policies)}${block('Options', options)}${fetches.length > 0 ? block(`Fetches (${fetches.length})`, fetches.slice(0, maxFetches)) : ''}</details></section>`;
}

function block(title: string, value: unknown): Markup {
  return html`<details class="raw"><summary>${title}</summary><pre tabindex="0">${lines(JSON.stringify(value, null, 2))}</pre></details>`;
}

/** Escaping would show a newline as `\u{a}`, so lines are escaped one by one. */
function lines(text: string): readonly Markup[] {
  return text.split('\n').map((line) => html`${line}${newline}`);
}

const newline: Markup = { markup: '\n' };
