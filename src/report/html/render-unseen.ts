import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { groupFindings } from '../group-findings.ts';
import { listInconclusive } from '../list-inconclusive.ts';
import { isDerived } from './fold-derived.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { reportLinks } from './page-links.ts';
import { serverCommands } from './server-commands.ts';
import { waysToSee } from './ways-to-see.ts';

/** Answers of one check that are shown; hosts differ in details that matter only on the page of the endpoint. */
const maxAnswers = 4;

interface Answer {
  readonly finding: Finding;
  readonly isAcross: boolean;
  /** Endpoints it is about. */
  readonly count: number;
}

/** What cannot be seen over TLS, with the commands to run instead. */
export function renderNotObservable(report: ScanReport): Markup {
  const groups = groupBy(collectAnswers(report, 'not-observable'), ({ finding }) => finding.check);
  if (groups.size === 0) return html``;
  return html`<section id="unobservable" class="box-apart"><h2>Not visible over TLS</h2><p>A TLS connection cannot show whether these requirements are met. Run the commands on the machines named, and keep the output with this report.</p>${[...groups].map(([check, answers]) => html`<article><h3>${findDescription(report.checks, check)?.title ?? check} <span class="faint mono">${check}</span></h3>${answers.slice(0, maxAnswers).map(answerLine)}${commands(check)}</article>`)}</section>`;
}

function commands(check: string): Markup {
  const known = Object.hasOwn(serverCommands, check) ? serverCommands[check] : undefined;
  if (known === undefined) return html``;
  return html`<p class="run">Run on ${known.on}:</p>${known.commands.map((command) => html`<pre class="command" tabindex="0">${command}</pre>`)}`;
}

/** What could have been seen and was not, counted, with how to see it. What follows from a cause is shown there. */
export function renderUndetermined(report: ScanReport): Markup {
  const answers = collectAnswers(report, 'undetermined');
  const unreachable = report.endpoints.filter(({ verdict }) => verdict === 'unreachable');
  if (answers.length + unreachable.length === 0) return html``;
  const groups = [...groupBy(answers, ({ finding }) => finding.reason ?? '')];
  const counts = [
    ...(unreachable.length === 0 ? [] : [`${countOf(unreachable.length, 'endpoint')} unreachable`]),
    ...groups.flatMap(([reason, of]) => countReason(reason, of)),
  ];
  return html`<section id="undetermined"><details><summary><h2>Inconclusive checks</h2> <span class="faint">${counts.join(', ')}. An inconclusive check has not passed.</span></summary><div class="scroller" tabindex="0" role="region" aria-label="Inconclusive checks"><table class="plain-table"><thead><tr><th scope="col">Check</th><th scope="col">Endpoints</th><th scope="col">Why</th></tr></thead>${unreachableRows(unreachable)}${groups.map(([reason, of]) => reasonRows(reason, of))}</table></div></details></section>`;
}

/** `26 not fetched`, as in the counts of the overview; findings across endpoints are counted apart there and here. */
function countReason(reason: string, answers: readonly Answer[]): readonly string[] {
  const words = reason.replaceAll('-', ' ');
  const single = total(answers.filter(({ isAcross }) => !isAcross));
  const across = answers.filter(({ isAcross }) => isAcross).length;
  return [
    ...(single === 0 ? [] : [`${grouped(single)} ${words}`]),
    ...(across === 0 ? [] : [`${grouped(across)} across endpoints ${words}`]),
  ];
}

/** Of an endpoint that showed nothing every check is inconclusive: it stands here once. */
function unreachableRows(endpoints: readonly EndpointReport[]): Markup {
  if (endpoints.length === 0) return html``;
  const causes = [...new Set(endpoints.map(({ failure }) => failure?.message ?? 'No certificate was seen.'))];
  const more = causes.length - maxAnswers;
  return html`<tbody>${wayRow('unreachable')}<tr><th scope="row"><a href="${reportLinks.endpoints({ verdict: 'unreachable' })}">every check</a></th><td>${grouped(endpoints.length)}</td><td>${causes.slice(0, maxAnswers).map((text) => html`<p>${text}</p>`)}${more > 0 ? html`<p class="faint">and ${countOf(more, 'more answer')}</p>` : ''}</td></tr></tbody>`;
}

function wayRow(reason: string): Markup {
  const way = Object.hasOwn(waysToSee, reason) ? waysToSee[reason] : undefined;
  return html`<tr class="way"><th scope="rowgroup" colspan="3">${way === undefined ? reason : html`To see it: ${way}`}</th></tr>`;
}

function reasonRows(reason: string, answers: readonly Answer[]): Markup {
  const rows = [...groupBy(answers, ({ finding }) => finding.check)].map(([check, of]) => {
    const texts = new Set(of.slice(0, maxAnswers).map(({ finding }) => firstSentence(finding.message)));
    const more = of.length - maxAnswers;
    return html`<tr><th scope="row"><a href="${reportLinks.endpoints({ check, outcome: 'undetermined' })}">${check}</a></th><td>${of.every(({ isAcross }) => isAcross) ? 'across' : grouped(total(of))}</td><td>${[...texts].map((text) => html`<p>${text}</p>`)}${more > 0 ? html`<p class="faint">and ${countOf(more, 'more answer')}</p>` : ''}</td></tr>`;
  });
  return html`<tbody>${wayRow(reason)}${rows}</tbody>`;
}

function answerLine({ finding, count }: Answer): Markup {
  const where = count === 0 ? '' : html` <span class="faint">(${countOf(count, 'endpoint')})</span>`;
  return html`<p>${finding.message}${where}</p>`;
}

function total(answers: readonly Answer[]): number {
  return answers.reduce((sum, { count }) => sum + count, 0);
}

/** Answers of endpoints and across endpoints. */
function collectAnswers(
  { endpoints, deploymentFindings }: ScanReport,
  outcome: 'not-observable' | 'undetermined',
): readonly Answer[] {
  const open = endpoints.map((each) => ({
    ...each,
    findings: listInconclusive(each).filter((finding) => !isDerived(finding)),
  }));
  const groups = groupFindings(outcome === 'undetermined' ? open : endpoints, outcome).flatMap(
    ({ answers }) => answers,
  );
  const across = deploymentFindings.filter((finding) => finding.outcome === outcome);
  return [
    ...groups.map(({ finding, endpoints: on }) => ({ finding, isAcross: false, count: on.length })),
    ...across.map((finding) => ({ finding, isAcross: true, count: finding.endpoints.length })),
  ];
}
