import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { listInconclusive } from '../list-inconclusive.ts';
import { drawTimeLine } from './draw-time-line.ts';
import { isDerived } from './fold-derived.ts';
import { listExpiries } from './list-expiries.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { numberCauses } from './number-causes.ts';
import { reportLinks } from './page-links.ts';
import { renderPictures } from './render-pictures.ts';
import { verdictTiles } from './verdict-counts.ts';

/** The first screen: what there is to fix, beside it the deployment as a picture, the counts and the next expiries. */
export function renderOverview(report: ScanReport, causes: Markup): Markup {
  const { endpoints, asOf } = report;
  const { first, rest } = renderPictures(endpoints, { numbers: numberCauses(report), links: reportLinks });
  const where = html`sort the table of endpoints by expiry to see them all.`;
  return html`<div class="overview">${causes}
<div class="situation">${first}${counts(report)}<section class="card expiry"><h2>Next to expire</h2>${drawTimeLine(listExpiries(endpoints, asOf), { links: reportLinks, where })}</section>${rest}</div></div>`;
}

function counts({ summary, endpoints }: ScanReport): Markup {
  const { outcomes } = summary;
  const inconclusive = endpoints.reduce((sum, each) => sum + countInconclusive(each), 0);
  const derived = endpoints.reduce((sum, { findings }) => sum + findings.filter(isDerived).length, 0);
  const unseen = outcomes.undetermined - inconclusive - derived;
  const results = [
    `${grouped(outcomes.pass)} passed`,
    `${grouped(outcomes.fail)} failed`,
    `${grouped(inconclusive)} inconclusive`,
    `${grouped(outcomes['not-observable'])} not visible over TLS`,
    `${grouped(outcomes['not-applicable'])} not applicable`,
    ...(derived === 0 ? [] : [`${grouped(derived)} not judged until a cause is fixed`]),
    ...(unseen === 0 ? [] : [`${grouped(unseen)} not judged because the endpoint is unreachable`]),
  ];
  return html`<section class="card"><h2>${countOf(summary.endpoints, 'endpoint')}</h2>${verdictTiles(summary, reportLinks)}<p class="faint">Check results: ${results.join(', ')}.</p></section>`;
}

function countInconclusive(endpoint: EndpointReport): number {
  return listInconclusive(endpoint).filter((finding) => !isDerived(finding)).length;
}
