import { countRenewals, type KnownCertificate, listCertificates } from '../../history/list-certificates.ts';
import { listUnfinishedRenewals, type UnfinishedRenewal } from '../../history/list-renewals.ts';
import { describeDaysLeft } from '../../report/days-left.ts';
import { drawTimeLine } from '../../report/html/draw-time-line.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf } from '../../report/html/numbers.ts';
import type { Service } from '../service.ts';
import { endpointLinks } from './endpoint-links.ts';
import { expiriesOf } from './expiries-of.ts';
import type { PageContent } from './page-frame.ts';
import { pageOf, pagingLinks } from './paging.ts';
import { queryPage, queryText } from './read-query.ts';
import { readStanding } from './read-standing.ts';
import { serviceLinks } from './service-links.ts';
import { showDay, showInstant } from './show-instant.ts';

const pageSize = 100;
/** Certificates that are served nowhere any more: the last to expire. */
const maxFormer = 2_000;
/** Renewals listed, the last ones: those before them are in the runs that saw them. */
const maxRenewals = 50;

/** Leaf certificates: which expire next and where each stands, what was renewed and where not yet, and what is served nowhere any more. */
export function certificatesPage({ database, environment }: Service, query: unknown): PageContent {
  const now = environment.now();
  const q = queryText(query, 'q');
  const isFormer = queryText(query, 'served') === 'no';
  const served = listCertificates(database, { served: true, limit: -1 });
  const listed = isFormer
    ? listCertificates(database, { served: false, limit: maxFormer }).filter(({ endpoints }) => endpoints.length === 0)
    : served;
  const found = listed.filter(matches(q));
  const paged = pageOf(found, queryPage(query), pageSize);
  const filter = { ...(q === '' ? {} : { q }), ...(isFormer ? { served: 'no' } : {}) };
  const renewals = [...countRenewals(database, undefined)].map(([year, count]) => `${count} in ${year}`);
  const { endpoints } = readStanding(database);
  const line = drawTimeLine(expiriesOf(served, endpoints, now), {
    links: serviceLinks,
    where: html`the table below has them all.`,
  });
  return {
    title: 'Certificates',
    section: 'certificates',
    main: html`<header><h1 tabindex="-1">Certificates</h1><p class="faint">${renewals.length === 0 ? 'No certificate has been replaced yet.' : `Certificates that replaced another one: ${renewals.join(', ')}.`}</p></header>${unfinished(listUnfinishedRenewals(database))}<section class="card expiry"><h2>Next to expire</h2>${line}</section>
<section id="all"><h2>${isFormer ? 'Served nowhere any more' : 'Where each is served'}</h2><form class="filter" role="search" aria-label="Filter certificates" action="/certificates"><label>Search <input type="search" name="q" value="${q}" autocomplete="off" spellcheck="false" placeholder="subject, issuer, name, SHA-256"></label><label>Show <select name="served"><option value="">served now</option><option value="no"${isFormer ? html` selected` : ''}>served nowhere any more</option></select></label><button type="submit">Filter</button><a href="/certificates">Clear</a></form><p role="status">${countOf(found.length, 'certificate')}</p>${found.length === 0 ? '' : table(paged.items, now, isFormer)}${pagingLinks(paged, '/certificates', filter)}</section>`,
  };
}

function matches(q: string): (certificate: KnownCertificate) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ subject, issuer, sha256, serialNumber, dnsNames }) => {
    const text = [subject, issuer, sha256, serialNumber, ...(dnsNames ?? [])].join(' ').toLowerCase();
    return words.every((word) => text.includes(word.replaceAll(':', '')) || text.includes(word));
  };
}

function unfinished(renewals: readonly UnfinishedRenewal[]): Markup {
  if (renewals.length === 0) return html``;
  const rows = renewals
    .slice(0, maxRenewals)
    .map(
      ({ before, after }) =>
        html`<tr><th scope="row"><bdi>${after.subject ?? after.sha256.slice(0, 16)}</bdi></th><td>${endpointLinks(before.endpoints)}</td><td>${showDay(before.notAfter)}</td><td>${endpointLinks(after.endpoints)}</td><td>${showDay(after.notAfter)}</td></tr>`,
    );
  return html`<section id="unfinished" class="card"><h2>Renewed, but not everywhere</h2><div class="table-scroller" tabindex="0" role="region" aria-label="Renewed, but not everywhere"><table class="list-table"><thead><tr><th scope="col">Certificate</th><th scope="col">Not yet on</th><th scope="col">Old one expires</th><th scope="col">On</th><th scope="col">New one expires</th></tr></thead><tbody>${rows}</tbody></table></div>${renewals.length > maxRenewals ? html`<p class="faint">and ${renewals.length - maxRenewals} more</p>` : ''}</section>`;
}

function table(certificates: readonly KnownCertificate[], now: Date, isFormer: boolean): Markup {
  const rows = certificates.map(
    ({ sha256, subject, issuer, notAfter, dnsNames, endpoints, firstSeen, lastSeen }) =>
      html`<tr><td>${showDay(notAfter)}<br><span class="faint">${notAfter === null ? '' : describeDaysLeft(notAfter, now.toISOString())}</span></td><th scope="row"><bdi>${subject ?? 'unreadable'}</bdi><br><span class="faint">by <bdi>${issuer ?? 'unreadable'}</bdi></span><br><span class="mono faint">${sha256.slice(0, 32)}…</span></th><td>${(dnsNames ?? []).slice(0, 12).join(', ')}${(dnsNames?.length ?? 0) > 12 ? ' …' : ''}</td><td>${isFormer ? html`no endpoint since ${showInstant(lastSeen)}` : endpointLinks(endpoints, 4)}</td><td>${showInstant(firstSeen)}</td></tr>`,
  );
  return html`<div class="table-scroller" tabindex="0" role="region" aria-label="Certificates"><table class="list-table"><thead><tr><th scope="col">Expires</th><th scope="col">Certificate</th><th scope="col">Names</th><th scope="col">Served by</th><th scope="col">First seen</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
