import type { Cause } from '../../model/cause.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { addressLabel } from '../endpoint-label.ts';
import { findFault } from '../find-fault.ts';
import { whatWasSeen } from '../what-was-seen.ts';
import type { CauseEvidence, CountedFinding } from './cause-evidence.ts';
import { groupPlaces } from './group-places.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { endpointLink, matrixLink } from './page-links.ts';
import { severityBadge, severityLook, waivedBadge } from './verdict-badge.ts';

/** What a card shows of a cause on thousands of endpoints; the matrix, filtered, has the rest. */
const maxPlaces = 3;
const maxFindings = 6;
const maxEndpoints = 12;

export interface CardContext {
  /** By which the picture and the matrix refer to it; undefined: it is waived. */
  readonly number: number | undefined;
  readonly evidence: CauseEvidence;
  readonly checks: ScanSummary['checks'];
}

/** A cause: what is wrong, where, and what to do; unfolded also why, by which source, and what was seen of it. */
export function causeCard(cause: Cause, { number, evidence, checks }: CardContext): Markup {
  const { title, severity, remedy, waiver } = cause;
  const badge = waiver === null ? severityBadge(severity) : waivedBadge(severity);
  const look = waiver === null ? severityLook(severity) : 'waived';
  return html`<details class="cause is-${look}"><summary><h3>${number === undefined ? '' : html`<span class="cause-number">${number}</span> `}${badge} ${title}</h3><p class="cause-places">${placesText(cause)}</p>${waiver === null ? html`<p class="cause-remedy"><strong>Fix:</strong> ${remedy}</p>` : html`<p class="cause-remedy"><strong>Waived</strong> ${describeWaiver(waiver)}</p>`}</summary>${cardBody(cause, evidence, checks)}</details>`;
}

/** A cause that is of many endpoints together may name no place. */
function placesText({ places, endpoints, endpointsOmitted = 0 }: Cause): Markup {
  if (places.length === 0) return html`${countOf(endpoints.length + endpointsOmitted, 'endpoint')}`;
  const all = groupPlaces(places);
  const more = all.length - maxPlaces;
  return html`${all.slice(0, maxPlaces).map((place) => html`<span>${place}</span> `)}${more > 0 ? html`<span class="more">and ${grouped(more)} more</span>` : ''}`;
}

function cardBody(
  cause: Cause,
  { findings, notJudged, endpoints }: CauseEvidence,
  checks: ScanSummary['checks'],
): Markup {
  const { key, why, remedy, command, citation, certificate, waiver, endpointsOmitted = 0 } = cause;
  const hidden = findings.length - maxFindings;
  const count = cause.endpoints.length + endpointsOmitted;
  const unnamed = count - Math.min(endpoints.length, maxEndpoints);
  const skipped =
    notJudged.length === 0
      ? ''
      : html`<p>${countOf(notJudged.length, 'check')} not judged until this is fixed: <span class="mono">${notJudged.join(', ')}</span></p>`;
  return html`<div class="cause-body"><div><dl>${waiver === null ? '' : entry('Fix', remedy)}${command === null ? '' : html`<div><dt>Request</dt><dd class="mono">${command}</dd></div>`}${entry('Why', why)}<div><dt>Source</dt><dd>${cite(citation)}</dd></div>${certificate === null ? '' : html`<div><dt>Certificate</dt><dd>SHA-256 <span class="mono">${certificate}</span></dd></div>`}</dl>
<h4>${countOf(count, 'endpoint')}</h4><ul class="places">${endpoints.slice(0, maxEndpoints).map(endpointLine)}${unnamed > 0 ? html`<li class="faint">and ${grouped(unnamed)} more</li>` : ''}</ul><p class="screen-only"><a href="${matrixLink({ cause: key })}">Show in the table</a></p></div>
<div><h4>What was seen</h4>${findings.slice(0, maxFindings).map((each) => seen(each, checks))}${hidden > 0 ? html`<p class="faint">and ${countOf(hidden, 'more finding')}, on the pages of the endpoints</p>` : ''}${skipped}</div></div>`;
}

/** A finding, headed by what is wrong. Why and what to do stand with the cause. */
function seen({ finding, endpoints }: CountedFinding, checks: ScanSummary['checks']): Markup {
  const { check, message, expected, observed } = finding;
  const declared = findFault(checks, finding);
  return html`<div class="seen"><p><strong>${declared?.title ?? 'The check fails'}</strong> <span class="faint"><span class="mono">${check}</span>, ${countOf(endpoints, 'endpoint')}</span></p><p>${whatWasSeen(message, declared?.why)}</p><dl>${entry('Expected', expected)}${entry('Observed', observed)}</dl></div>`;
}

function endpointLine(endpoint: EndpointReport): Markup {
  const place = endpoint.port === null ? '' : addressLabel(endpoint);
  return html`<li><a href="${endpointLink(endpoint)}">${endpoint.role} ${endpoint.host}</a> <span class="faint mono">${place}</span></li>`;
}

function entry(name: string, text: string | null): Markup {
  return text === null || text === '' ? html`` : html`<div><dt>${name}</dt><dd>${text}</dd></div>`;
}

function cite({ document, section, url }: Cause['citation']): Markup {
  const text = [document, section].filter((part) => part !== '').join(', ');
  if (url === null || !/^https?:\/\//.test(url)) return html`${text}`;
  return html`<a href="${url}" rel="noreferrer noopener">${text}</a>`;
}
