import { findFinishedRun, findRun, type RunRecord } from '../../history/list-runs.ts';
import type { Summary } from '../../model/scan-report.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import type { Service } from '../service.ts';
import { changeList } from './change-list.ts';
import type { CompareRuns } from './compare-runs.ts';
import type { PageContent } from './page-frame.ts';
import { causeCounts, took, verdictCounts } from './runs-page.ts';
import { runLink } from './service-links.ts';
import { showAge } from './show-instant.ts';

/** Changes listed of each kind: a run in which more changed is not read line by line. */
const maxChanges = 300;

/** A run: its counts, what changed since the one before, and a link to its full report. Undefined: there is none. */
export function runPage(
  { database, environment }: Service,
  number: number,
  compare: CompareRuns,
): PageContent | undefined {
  const run = findRun(database, number);
  if (run === undefined) return undefined;
  const before = findFinishedRun(database, { series: run.series, before: run.run });
  return {
    title: `Run ${run.run}`,
    section: 'runs',
    main: html`<header><h1 tabindex="-1">Run ${run.run} <span class="faint">${run.series}</span></h1><p class="verdict-line">Started ${showAge(run.startedAt, environment.now())}</p></header>${facts(run)}<section class="card"><h2>What changed</h2>${changes(run, before, compare)}</section>`,
  };
}

function facts(run: RunRecord): Markup {
  const { finishedAt, startedAt, complete, version, hasObservations } = run;
  const summary = run.summary as Summary | null;
  if (finishedAt === null || summary === null)
    return html`<section class="card"><p>It has not finished: it is under way, or was cut off. What it had seen by then is in the history.</p></section>`;
  const report = hasObservations
    ? html`<p><a href="${runLink(run.run)}/report">Full report of this run</a> <span class="faint">every check of every endpoint, judged again as of that time</span></p>`
    : html`<p>There is no full report: the run was imported from a report, and cannot be judged again.</p>`;
  return html`<section class="card"><dl class="explained"><div><dt>Took</dt><dd>${took(startedAt, finishedAt)}${complete === false ? ', interrupted' : ''}</dd></div><div><dt>Causes</dt><dd>${causeCounts(summary)}</dd></div><div><dt>Endpoints</dt><dd>${verdictCounts(summary)}</dd></div><div><dt>certmuster</dt><dd>${version ?? 'not recorded'}</dd></div></dl>${report}</section>`;
}

function changes(run: RunRecord, before: RunRecord | undefined, compare: CompareRuns): Markup {
  if (run.finishedAt === null) return html`<p>That shows when it has finished.</p>`;
  if (before === undefined)
    return html`<p>It is the first run of ${run.series}, so there is nothing to compare it with.</p>`;
  const comparison = compare({ before, run });
  const groups = [...Object.values(comparison.causes), ...Object.values(comparison.endpoints), comparison.certificates];
  const against = html`<a href="${runLink(before.run)}">run ${before.run}</a>`;
  return groups.every((group: readonly unknown[]) => group.length === 0)
    ? html`<p>Nothing has changed since ${against}.</p>`
    : html`<p class="faint">Since ${against}</p>${changeList(comparison, maxChanges)}`;
}
