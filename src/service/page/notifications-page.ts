import { type ChannelRecord, listChannels } from '../../history/list-channels.ts';
import { listNotifications, type OutboxEntry } from '../../history/outbox.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf, grouped } from '../../report/html/numbers.ts';
import type { Service } from '../service.ts';
import type { PageContent } from './page-frame.ts';
import { queryText } from './read-query.ts';
import { runLink } from './service-links.ts';
import { showAge, showInstant } from './show-instant.ts';

const pageSize = 100;

const statusNames: Readonly<Record<OutboxEntry['status'], string>> = {
  dead: 'given up',
  pending: 'waiting',
  delivered: 'delivered',
};
const statuses = Object.keys(statusNames) as readonly OutboxEntry['status'][];

/** Whether the channels work, and what became of each notification. */
export function notificationsPage({ database, environment }: Service, query: unknown): PageContent {
  const now = environment.now();
  const channels = listChannels(database);
  const channel = queryText(query, 'channel');
  const status = statuses.find((each) => each === queryText(query, 'status'));
  const before = queryText(query, 'before');
  const rows = listNotifications(database, {
    ...(channel === '' ? {} : { channel }),
    status,
    ...(/^[0-9]{1,9}$/.test(before) ? { before: Number(before) } : {}),
    limit: pageSize + 1,
  });
  const shown = rows.slice(0, pageSize);
  const filter = { ...(channel === '' ? {} : { channel }), ...(status === undefined ? {} : { status }) };
  const last = shown.at(-1);
  const older =
    rows.length > pageSize && last !== undefined
      ? html`<nav class="paging" aria-label="Pages of the list"><a rel="next" href="/notifications?${new URLSearchParams({ ...filter, before: String(last.number) }).toString()}">Older notifications</a></nav>`
      : '';
  return {
    title: 'Notifications',
    section: 'notifications',
    main: html`<header><h1 tabindex="-1">Notifications</h1></header>${channelTable(channels, now)}<section id="all"><h2>What was sent</h2>${filterForm(channels, channel, status)}${shown.length === 0 ? html`<p class="card">There is no such notification.</p>` : table(shown, now)}${older}</section>`,
  };
}

function channelTable(channels: readonly ChannelRecord[], now: Date): Markup {
  if (channels.length === 0)
    return html`<p class="card">Nobody is told of what changes. Add channels under <code>notifications</code> to the configuration of the service.</p>`;
  const rows = channels.map(
    ({ channel, failingSince, error, pending, dead, delivered }) =>
      html`<tr><th scope="row">${channel}</th><td>${failingSince === null ? 'works' : html`<strong>failing</strong> since ${showAge(failingSince, now)}<br>${error ?? ''}`}</td><td>${grouped(pending)}</td><td>${grouped(delivered)}</td><td>${grouped(dead)}</td></tr>`,
  );
  return html`<section><h2>${countOf(channels.length, 'channel')}</h2><div class="table-scroller" tabindex="0" role="region" aria-label="Channels"><table class="list-table"><thead><tr><th scope="col">Channel</th><th scope="col">State</th><th scope="col">Waiting</th><th scope="col">Delivered</th><th scope="col">Given up</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function filterForm(channels: readonly ChannelRecord[], channel: string, status: string | undefined): Markup {
  const option = (value: string, text: string, chosen: string | undefined): Markup =>
    html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`;
  const names = channels.map((each) => option(each.channel, each.channel, channel));
  const states = statuses.map((each) => option(each, statusNames[each], status));
  return html`<form class="filter" aria-label="Filter notifications" action="/notifications"><label>Channel <select name="channel"><option value="">all</option>${names}</select></label><label>State <select name="status"><option value="">all</option>${states}</select></label><button type="submit">Filter</button><a href="/notifications">Clear</a></form>`;
}

function table(entries: readonly OutboxEntry[], now: Date): Markup {
  const rows = entries.map(({ number, channel, createdAt, status, notification, ...entry }) => {
    const { run, summary } = notification;
    const about = run === null ? html`${summary}` : html`<a href="${runLink(run)}">${summary}</a>`;
    return html`<tr><th scope="row">${number}</th><td>${channel}</td><td>${showInstant(createdAt)}</td><td>${about}</td><td>${stateOf({ number, status, ...entry }, now)}</td></tr>`;
  });
  return html`<div class="table-scroller" tabindex="0" role="region" aria-label="Notifications"><table class="list-table"><thead><tr><th scope="col">Number</th><th scope="col">Channel</th><th scope="col">Written</th><th scope="col">About</th><th scope="col">State</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

type Attempted = Pick<OutboxEntry, 'number' | 'status' | 'attempts' | 'nextAt' | 'endedAt' | 'error'>;

function stateOf({ number, status, attempts, nextAt, endedAt, error }: Attempted, now: Date): Markup {
  const why = error === null ? '' : html`<br>${error}`;
  const tries = countOf(attempts, 'attempt');
  if (status === 'delivered') return html`delivered ${endedAt === null ? '' : showInstant(endedAt)}`;
  if (status === 'pending')
    return html`waiting${attempts === 0 ? '' : ` after ${tries}`}${nextAt === null ? '' : html`; next attempt ${showAge(nextAt, now)}`}${why}`;
  return html`<strong>given up</strong> after ${tries}${why}<form method="post" action="/notifications/${number}/resend"><button type="submit" aria-label="Deliver again: notification ${number}">Deliver again</button></form>`;
}
