import { listRuns, listSeries, type RunRecord } from '../../history/list-runs.ts';
import type { Summary } from '../../model/scan-report.ts';
import { spanText } from '../../model/span-text.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { grouped } from '../../report/html/numbers.ts';
import { verdictsWorstFirst } from '../../report/html/verdict-badge.ts';
import { severityCounts } from '../../report/severity-counts.ts';
import type { Service } from '../service.ts';
import type { PageContent } from './page-frame.ts';
import { queryText } from './read-query.ts';
import { runLink } from './service-links.ts';
import { showInstant } from './show-instant.ts';

const pageSize = 100;

/** The runs, newest first. */
export function runsPage({ database, board }: Service, query: unknown): PageContent {
  const series = queryText(query, 'series');
  const before = queryText(query, 'before');
  const rows = listRuns(database, {
    ...(series === '' ? {} : { series }),
    ...(/^[0-9]{1,9}$/.test(before) ? { before: Number(before) } : {}),
    limit: pageSize + 1,
  });
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  const running = new Set(board.running().map(({ schedule, startedAt }) => `${schedule} ${startedAt.toISOString()}`));
  const filter = series === '' ? {} : { series };
  const older =
    rows.length > pageSize && last !== undefined
      ? html`<nav class="paging" aria-label="Pages of the list"><a rel="next" href="/runs?${new URLSearchParams({ ...filter, before: String(last.run) }).toString()}">Older runs</a></nav>`
      : '';
  return {
    title: 'Runs',
    section: 'runs',
    main: html`<header><h1 tabindex="-1">Runs</h1></header>${seriesForm(listSeries(database), series)}${shown.length === 0 ? html`<p class="card">There is no run.</p>` : table(shown, running)}${older}`,
  };
}

function seriesForm(all: readonly string[], chosen: string): Markup {
  if (all.length < 2) return html``;
  const options = all.map((name) => html`<option${name === chosen ? html` selected` : ''}>${name}</option>`);
  return html`<form class="filter" action="/runs"><label>Schedule <select name="series"><option value="">all</option>${options}</select></label><button type="submit">Filter</button></form>`;
}

function table(runs: readonly RunRecord[], running: ReadonlySet<string>): Markup {
  const rows = runs.map((run) => {
    const summary = run.summary as Summary | null;
    const state =
      run.finishedAt === null
        ? running.has(`${run.series} ${run.startedAt}`)
          ? 'under way'
          : 'did not finish'
        : took(run.startedAt, run.finishedAt);
    return html`<tr><th scope="row"><a href="${runLink(run.run)}">Run ${run.run}</a></th><td>${run.series}</td><td>${showInstant(run.startedAt)}</td><td>${state}${run.complete === false ? ', interrupted' : ''}</td><td>${summary === null ? '' : causeCounts(summary)}</td><td>${summary === null ? '' : verdictCounts(summary)}</td></tr>`;
  });
  return html`<div class="table-scroller" tabindex="0" role="region" aria-label="Runs"><table class="list-table"><thead><tr><th scope="col">Run</th><th scope="col">Schedule</th><th scope="col">Started</th><th scope="col">Took</th><th scope="col">Causes</th><th scope="col">Endpoints</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** How long a run took. */
export function took(startedAt: string, finishedAt: string): string {
  return spanText(Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)));
}

/** `3 critical, 2 errors`; `none`. */
export function causeCounts({ causes }: Summary): string {
  const { waived, ...counts } = causes;
  const parts = [...severityCounts(counts), ...(waived > 0 ? [`${grouped(waived)} waived`] : [])];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** `8 fail, 3 pass`; `none`. */
export function verdictCounts(summary: Summary): string {
  const parts = verdictsWorstFirst
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => `${grouped(summary[verdict])} ${verdict}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}
