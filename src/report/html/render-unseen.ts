import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { groupBy } from '../../model/group-by.ts';
import { groupFindings } from '../group-findings.ts';
import { matrixLink } from './page-links.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { serverCommands } from './server-commands.ts';

/** Answers of one check that are shown; hosts differ in details that matter only on the page of the endpoint. */
const maxAnswers = 4;

interface Answer {
  readonly finding: Finding;
  readonly count: number;
}

/** What cannot be seen over TLS, with the commands to run instead. */
export function renderNotObservable(report: ScanReport): Markup {
  const groups = collectAnswers(report, 'not-observable');
  if (groups.size === 0) return html``;
  return html`<section id="unobservable" class="box-apart"><h2>What nobody can see from outside</h2><p>These demands are part of the judgement and no connection can answer them. Run the commands where it says so, and keep the answers with this report.</p>${[...groups].map(([check, answers]) => html`<article><h3>${findDescription(report.checks, check)?.title ?? check} <span class="faint mono">${check}</span></h3>${answers.slice(0, maxAnswers).map(answerLine)}${commands(check)}</article>`)}</section>`;
}

function commands(check: string): Markup {
  const known = Object.hasOwn(serverCommands, check) ? serverCommands[check] : undefined;
  if (known === undefined) return html``;
  return html`<p class="run">Run on ${known.on}:</p>${known.commands.map((command) => html`<pre class="command" tabindex="0">${command}</pre>`)}`;
}

/** What could have been seen and was not. Not having looked is never a pass. */
export function renderUndetermined(report: ScanReport): Markup {
  const groups = collectAnswers(report, 'undetermined');
  if (groups.size === 0) return html``;
  const rows = [...groups].map(([check, answers]) => {
    const count = answers.reduce((sum, answer) => sum + answer.count, 0);
    return html`<tr><th scope="row"><a href="${matrixLink({ check, outcome: 'undetermined' })}">${check}</a></th><td>${grouped(count)}</td><td>${[...new Set(answers.slice(0, maxAnswers).map(({ finding }) => firstSentence(finding.message)))].map((text) => html`<p>${text}</p>`)}${answers.length > maxAnswers ? html`<p class="faint">and ${countOf(answers.length - maxAnswers, 'more answer')}</p>` : ''}</td></tr>`;
  });
  return html`<section id="undetermined"><details><summary><h2>What could not be determined</h2> <span class="faint">${countOf(groups.size, 'check')}; not having looked is never a pass</span></summary><div class="scroller" tabindex="0" role="region" aria-label="Undetermined checks"><table class="plain-table"><thead><tr><th scope="col">Check</th><th scope="col">Endpoints</th><th scope="col">Why</th></tr></thead><tbody>${rows}</tbody></table></div></details></section>`;
}

function answerLine({ finding, count }: Answer): Markup {
  return html`<p>${finding.message} <span class="faint">(${countOf(count, 'endpoint')})</span></p>`;
}

/** Answers of endpoints and across endpoints, by check. */
function collectAnswers(
  { endpoints, deploymentFindings }: ScanReport,
  outcome: 'not-observable' | 'undetermined',
): ReadonlyMap<string, readonly Answer[]> {
  const groups = groupFindings(endpoints, outcome).flatMap(({ answers }) => answers);
  const across = deploymentFindings.filter((finding) => finding.outcome === outcome);
  const answers: readonly Answer[] = [
    ...groups.map(({ finding, endpoints: on }) => ({ finding, count: on.length })),
    ...across.map((finding) => ({ finding, count: finding.endpoints.length })),
  ];
  return groupBy(answers, ({ finding }) => finding.check);
}
