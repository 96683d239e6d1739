import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { DeploymentFinding, Finding } from '../../model/finding.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { firstSentence } from '../endpoint-label.ts';
import { groupFindings } from '../group-findings.ts';
import { matrixLink } from './page-links.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { own } from './own.ts';
import { serverCommands } from './server-commands.ts';

/** Different answers of one check; hosts differ in details that matter only on the endpoint's own page. */
const maxAnswers = 4;

interface Answer {
  readonly finding: Finding;
  readonly count: number;
}

/** What nobody can see over TLS, in a box of its own, with what to run instead. */
export function renderNotObservable(summary: ScanSummary, endpoints: readonly EndpointReport[]): Markup {
  const groups = collect(endpoints, summary.deploymentFindings, 'not-observable');
  if (groups.size === 0) return html``;
  return html`<section id="unobservable" class="box-apart"><h2>What nobody can see from outside</h2><p>These demands are part of the judgement and no connection can answer them. Run the commands where it says so, and keep the answers with this report.</p>${[...groups].map(([check, answers]) => html`<article><h3>${own(summary.checks, check)?.title ?? check} <span class="faint mono">${check}</span></h3>${answers.slice(0, maxAnswers).map(answerLine)}${commands(check)}</article>`)}</section>`;
}

function commands(check: string): Markup {
  const known = own(serverCommands, check);
  if (known === undefined) return html``;
  return html`<p class="run">Run on ${known.on}:</p>${known.commands.map((command) => html`<pre class="command" tabindex="0">${command}</pre>`)}`;
}

/** What could have been seen and was not. Not having looked is never a pass. */
export function renderUndetermined(summary: ScanSummary, endpoints: readonly EndpointReport[]): Markup {
  const groups = collect(endpoints, summary.deploymentFindings, 'undetermined');
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

function collect(
  endpoints: readonly EndpointReport[],
  across: readonly DeploymentFinding[],
  outcome: 'not-observable' | 'undetermined',
): ReadonlyMap<string, readonly Answer[]> {
  const groups = new Map<string, readonly Answer[]>();
  const add = (check: string, answers: readonly Answer[]): void => {
    groups.set(check, [...(groups.get(check) ?? []), ...answers]);
  };
  for (const { check, answers } of groupFindings(endpoints, outcome)) {
    add(
      check,
      answers.map(({ finding, endpoints: on }) => ({ finding, count: on.length })),
    );
  }
  for (const finding of across.filter((each) => each.outcome === outcome)) {
    add(finding.check, [{ finding, count: finding.endpoints.length }]);
  }
  return groups;
}
