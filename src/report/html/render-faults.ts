import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { CheckDescription, ScanReport } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { type FindingGroup, groupFindings } from '../group-findings.ts';
import { endpointLink, matrixLink } from './page-links.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { severityBadge } from './verdict-badge.ts';

/** Answers of one check shown, and endpoints named under one answer; the matrix, filtered, has them all. */
const maxAnswers = 6;
const maxEndpoints = 12;

/** What is wrong, the worst first: each check once, whatever the size of the fleet; then across endpoints, then what is waived. */
export function renderFaults(report: ScanReport): Markup {
  const all = [...checkFaults(report), ...deploymentFaults(report)];
  const waived = all.flatMap((each) => keepAnswers(each, true));
  const failing = all.flatMap((each) => keepAnswers(each, false));
  const [of, across] = [
    failing.filter(({ link }) => link !== undefined),
    failing.filter(({ link }) => link === undefined),
  ];
  const none = html`<p>Every check that could be judged holds${waived.length > 0 ? ', or its fault is waived' : ''}.</p>`;
  return html`<section id="faults"><h2>What is wrong</h2>${failing.length === 0 ? none : ''}${of.map(fault)}${titled('Across endpoints', across)}${titled('Waived: known, accepted for the time being, not counted', waived)}</section>`;
}

function titled(title: string, faults: readonly Fault[]): Markup {
  return faults.length === 0 ? html`` : html`<h3>${title}</h3>${faults.map(fault)}`;
}

function checkFaults({ checks, endpoints }: ScanReport): readonly Fault[] {
  return groupFindings(endpoints, 'fail').map(({ check, severity, answers }) => {
    const link = matrixLink({ check, outcome: 'fail' });
    return { check, severity, answers, description: findDescription(checks, check), link };
  });
}

function deploymentFaults({ checks, endpoints, deploymentFindings }: ScanReport): readonly Fault[] {
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const failing = deploymentFindings.filter(({ outcome }) => outcome === 'fail');
  return failing.map((finding) => {
    const concerned = finding.endpoints.flatMap((id) => byId.get(id) ?? []);
    const answers = [{ finding, endpoints: concerned }];
    return { ...finding, answers, description: findDescription(checks, finding.check), link: undefined };
  });
}

/** The part of a fault that is waived, or the part that is not; empty if there is none. */
function keepAnswers({ link, ...each }: Fault, isWaived: boolean): readonly Fault[] {
  const answers = each.answers.filter(({ finding }) => (finding.waiver !== undefined) === isWaived);
  const shown = link !== undefined && isWaived ? matrixLink({ check: each.check, outcome: 'waived' }) : link;
  return answers.length === 0 ? [] : [{ ...each, answers, link: shown }];
}

interface Fault {
  readonly check: string;
  readonly severity: Finding['severity'];
  readonly answers: readonly FindingGroup[];
  readonly description: CheckDescription | undefined;
  /** The endpoints in the matrix. */
  readonly link: string | undefined;
}

function fault({ check, severity, answers, description, link }: Fault): Markup {
  const count = answers.reduce((sum, answer) => sum + answer.endpoints.length, 0);
  const hidden = answers.length - maxAnswers;
  const where = countOf(count, 'endpoint');
  return html`<details class="fault"><summary>${severityBadge(severity)} <strong>${check}</strong> <span class="claim">${claimOf(answers)}</span> <span class="faint">${where}</span></summary><div class="fault-body">${answers.slice(0, maxAnswers).map(answerBlock)}${hidden > 0 ? html`<p>and ${countOf(hidden, 'more answer')} of this check.</p>` : ''}${description === undefined ? '' : explain(description)}${link === undefined ? '' : html`<p><a class="screen-only" href="${link}">Show these endpoints in the matrix</a></p>`}</div></details>`;
}

/** What was seen, in a sentence, by the answer that most endpoints gave. */
function claimOf(answers: readonly FindingGroup[]): string {
  const [most] = answers.toSorted((a, b) => b.endpoints.length - a.endpoints.length);
  return most === undefined ? '' : firstSentence(most.finding.message);
}

function answerBlock({ finding, endpoints }: FindingGroup): Markup {
  const { waiver } = finding;
  const more = endpoints.length - maxEndpoints;
  const links = endpoints
    .slice(0, maxEndpoints)
    .map(
      (endpoint) =>
        html`<li><a href="${endpointLink(endpoint)}">${endpoint.role} ${endpoint.host}</a> <span class="faint mono">${place(endpoint)}</span></li>`,
    );
  return html`<div class="answer"><p>${finding.message}</p><dl>${entry('Expected', finding.expected)}${entry('Observed', finding.observed)}${waiver === undefined ? '' : entry('Waived', describeWaiver(waiver))}</dl><ul class="places">${links}${more > 0 ? html`<li class="faint">and ${grouped(more)} more</li>` : ''}</ul></div>`;
}

function place({ address, port }: EndpointReport): string {
  return port === null ? '' : `${address ?? '-'}:${port}`;
}

function explain({ title, why, citation }: CheckDescription): Markup {
  return html`<dl class="explained">${entry('Demanded', title)}${entry('Why', why)}<div><dt>Source</dt><dd>${cite(citation)}</dd></div></dl>`;
}

function entry(name: string, text: string | null): Markup {
  return text === null ? html`` : html`<div><dt>${name}</dt><dd>${text}</dd></div>`;
}

function cite({ document, section, url }: CheckDescription['citation']): Markup {
  const text = [document, section].filter((part) => part !== '').join(', ');
  if (url === null || !/^https?:\/\//.test(url)) return html`${text}`;
  return html`<a href="${url}" rel="noreferrer noopener">${text}</a>`;
}
