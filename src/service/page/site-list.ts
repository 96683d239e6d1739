import { listSites, type SiteRecord } from '../../history/list-sites.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf, grouped } from '../../report/html/numbers.ts';
import type { Service } from '../service.ts';
import type { SiteStatus } from '../sites/site-lookout.ts';
import { showAge } from './show-instant.ts';

/** The sites that schedules see endpoints from through a broker: whether their workers live, and what the last runs saw. */
export function siteList({ sites, database, environment }: Service): Markup {
  const all = sites();
  if (all.length === 0) return html``;
  const known = new Map(listSites(database).map((each) => [each.site, each]));
  const now = environment.now();
  return html`<section class="card" aria-labelledby="sites"><h2 id="sites">Sites</h2>${all.map((each) => siteItem(each, known.get(each.site), now))}</section>`;
}

function siteItem(status: SiteStatus, record: SiteRecord | undefined, now: Date): Markup {
  const { site, broker, schedules, waiting = 0 } = status;
  const batches =
    waiting === 0 ? '' : ` ${grouped(waiting)} ${waiting === 1 ? 'batch waits' : 'batches wait'} for a worker.`;
  return html`<div class="schedule"><p><strong>${site}</strong> <span class="faint">${broker}, ${schedules.join(', ')}</span></p>${stateOf(status)}<p>Last sign of life: ${lastSign(status, record, now)}.${batches}</p><p>${seenText(site, record)}</p></div>`;
}

function stateOf({ site, broker, lookedAt, trouble, workers = 0 }: SiteStatus): Markup {
  if (lookedAt === undefined) return html`<p>Not looked at yet.</p>`;
  if (trouble !== undefined)
    return html`<p class="error"><strong>The broker is out of reach:</strong> ${trouble}. Check it and the network.</p>`;
  if (workers === 0)
    return html`<p class="error"><strong>No worker is connected.</strong> Start one there: <code>certmuster worker --site ${site} --broker ${broker}</code></p>`;
  return html`<p>${countOf(workers, 'worker')} connected</p>`;
}

/** What was seen of its workers, or else what the last run saw from there. */
function lastSign({ lastSign: sign }: SiteStatus, record: SiteRecord | undefined, now: Date): Markup {
  if (sign !== undefined) return showAge(sign.toISOString(), now);
  if (record?.lastSeen == null) return html`none yet`;
  return html`in the run of ${showAge(record.lastSeen, now)}`;
}

function seenText(site: string, record: SiteRecord | undefined): Markup {
  if (record === undefined) return html`No run has audited an endpoint of it yet.`;
  const link = html`<a href="/endpoints?site=${encodeURIComponent(site)}">${countOf(record.endpoints, 'endpoint')}</a>`;
  return html`${link}, ${record.seen} of which the last run saw from there`;
}
