import { listCertificates } from '../../history/list-certificates.ts';
import { listChangingRuns } from '../../history/list-changes.ts';
import { findFinishedRun, listSeries } from '../../history/list-runs.ts';
import { listUnfinishedRenewals } from '../../history/list-renewals.ts';
import { describeOutcome } from '../../report/html/describe-outcome.ts';
import { drawTimeLine } from '../../report/html/draw-time-line.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf } from '../../report/html/numbers.ts';
import { renderPictures } from '../../report/html/render-pictures.ts';
import { countSeverities } from '../../report/severity-counts.ts';
import { subjectOf } from '../../report/html/subject-of.ts';
import { verdictBadge, worstVerdict } from '../../report/html/verdict-badge.ts';
import { verdictTiles } from '../../report/html/verdict-counts.ts';
import type { Service } from '../service.ts';
import { standingCard } from './cause-cards.ts';
import { changeList } from './change-list.ts';
import { endpointLinks } from './endpoint-links.ts';
import type { CompareRuns } from './compare-runs.ts';
import { expiriesOf } from './expiries-of.ts';
import type { PageContent } from './page-frame.ts';
import { pageNotices } from './page-notices.ts';
import { readStanding, type Standing } from './read-standing.ts';
import { scheduleList } from './schedule-list.ts';
import { runLink, serviceLinks } from './service-links.ts';
import { siteList } from './site-list.ts';
import { showAge, showDay, showInstant } from './show-instant.ts';

/** Causes listed here: about as many as are as high as what stands beside them. */
const maxCauses = 12;
/** Runs with changes, and changes of each. */
const maxRuns = 4;
const maxChanges = 6;
/** Certificates on the time line. */
const maxCertificates = 500;
const maxRenewals = 5;
/** Series whose last runs are named. */
const maxSeries = 6;

/** What stands now, causes first; beside it pictures, expiries, what changed, and the schedules. */
export function overviewPage(service: Service, compare: CompareRuns): PageContent {
  const standing = readStanding(service.database);
  if (standing.endpoints.length === 0) return emptyPage(service);
  const { endpoints, numbers, counts } = standing;
  const { first, rest } = renderPictures(endpoints, { numbers, links: serviceLinks });
  const worst = worstVerdict(endpoints);
  return {
    title: 'Overview',
    section: 'overview',
    main: html`<header><div class="headline"><h1 tabindex="-1">${subjectOf(endpoints)}</h1>${worst === undefined ? '' : verdictBadge(worst)}</div><p class="verdict-line">${describeOutcome(counts)}</p><p class="faint">${dataDates(service)}</p>${pageNotices(service)}</header>
<div class="overview">${causes(standing, service)}<div class="situation">${first}<section class="card"><h2>${countOf(counts.endpoints, 'endpoint')}</h2>${verdictTiles(counts, serviceLinks)}</section>${renewals(service)}${expiries(standing, service)}${changes(service, compare)}${scheduleList(service)}${siteList(service)}${rest}</div></div>`,
  };
}

/** Before the first run has ended. */
function emptyPage(service: Service): PageContent {
  const isRunning = service.board.running().length > 0;
  return {
    title: 'Overview',
    section: 'overview',
    main: html`<header><h1 tabindex="-1">Nothing has been audited yet</h1><p class="verdict-line">${isRunning ? 'The first run is under way. This page shows its results when it has ended.' : 'Results appear here when the first run has ended. Wait until a schedule is due, or run one now.'}</p>${pageNotices(service)}</header>${scheduleList(service)}${siteList(service)}`,
  };
}

/** Of when what is shown is: the last finished run of each series, also of one that is no schedule (any more). */
function dataDates({ database, scheduler, environment }: Service): Markup {
  const now = environment.now();
  const scheduled = new Set(scheduler.status().map(({ name }) => name));
  const runs = listSeries(database).flatMap((series) => findFinishedRun(database, { series }) ?? []);
  const dates = runs
    .slice(0, maxSeries)
    .map(
      ({ series, startedAt, run }, index) =>
        html`${index === 0 ? '' : '; '}${showAge(startedAt, now)}, <a href="${runLink(run)}">run ${run}</a> of ${series}${scheduled.has(series) ? '' : ', which is not a schedule'}`,
    );
  return html`As of ${dates}${runs.length > maxSeries ? ` and ${runs.length - maxSeries} more` : ''}`;
}

function causes({ causes: all, waived, endpoints, counts }: Standing, { environment }: Service): Markup {
  const surroundings = { endpoints: new Map(endpoints.map((each) => [each.id, each])), now: environment.now() };
  const shown = all.slice(0, maxCauses);
  const more = all.length - shown.length;
  const silent = counts.unreachable === 0 ? '' : ` ${countOf(counts.unreachable, 'endpoint')} could not be reached.`;
  return html`<section id="causes" aria-labelledby="causes-title"><h2 id="causes-title">${all.length === 0 ? 'Nothing to fix' : html`${countOf(all.length, 'cause')} to fix <span class="faint">${countSeverities(all)}</span>`}</h2>${all.length === 0 ? html`<p class="card">No open causes.${silent}</p>` : ''}${shown.map((each, index) => standingCard(each, index + 1, surroundings))}${more > 0 ? html`<p><a href="/causes">${countOf(more, 'more cause')}</a></p>` : ''}${waived.length > 0 ? html`<p><a href="/causes#waived">${countOf(waived.length, 'waived cause')}</a>, accepted until a date</p>` : ''}</section>`;
}

function expiries({ endpoints }: Standing, { database, environment }: Service): Markup {
  const served = listCertificates(database, { served: true, limit: maxCertificates });
  const all = expiriesOf(served, endpoints, environment.now());
  const where = html`see <a href="/certificates">all certificates</a>.`;
  return html`<section class="card expiry"><h2>Next to expire</h2>${drawTimeLine(all, { links: serviceLinks, where })}</section>`;
}

function renewals({ database }: Service): Markup {
  const all = listUnfinishedRenewals(database);
  if (all.length === 0) return html``;
  const items = all
    .slice(0, maxRenewals)
    .map(
      ({ before, after }) =>
        html`<li><strong><bdi>${after.subject ?? after.sha256.slice(0, 16)}</bdi></strong> not yet on ${endpointLinks(before.endpoints)} <span class="faint">(old one expires ${showDay(before.notAfter)})</span></li>`,
    );
  return html`<section class="card"><h2>Renewed, but not everywhere</h2><ul class="changes">${items}</ul>${all.length > maxRenewals ? html`<p><a href="/certificates#unfinished">All ${all.length}</a></p>` : ''}</section>`;
}

function changes({ database }: Service, compare: CompareRuns): Markup {
  const runs = listChangingRuns(database, maxRuns);
  const list =
    runs.length === 0
      ? html`<p>Nothing has changed since the first run.</p>`
      : runs.map(
          (pair) =>
            html`<div class="change"><h3><a href="${runLink(pair.run.run)}">Run ${pair.run.run}</a> <span class="faint">${pair.run.series}, ${showInstant(pair.run.startedAt)}</span></h3>${changeList(compare(pair), maxChanges)}</div>`,
        );
  return html`<section class="card"><h2>Latest changes</h2>${list}</section>`;
}
