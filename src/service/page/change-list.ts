import type { ChangedCause, Comparison, Replacement } from '../../history/compare-snapshots.ts';
import type { SnapshotCause } from '../../history/snapshot.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf, grouped } from '../../report/html/numbers.ts';
import { severityBadge, waivedBadge } from '../../report/html/verdict-badge.ts';
import { endpointLinks } from './endpoint-links.ts';
import { causeLink, serviceLinks } from './service-links.ts';

/** What changed from one run to the next, in the words of `certmuster diff`: what is wrong first. `limit`: changes shown. */
export function changeList({ causes, endpoints, certificates }: Comparison, limit: number): Markup {
  const items = [
    ...causes.new.map((cause) => causeItem('New', cause)),
    ...causes.worse.map((cause) => causeItem(`Worse (was ${describe(cause.before)})`, cause)),
    ...causes.unknown.map((cause) => causeItem('Not seen, because the endpoint did not answer', cause)),
    ...endpointItem('No longer answering', 'unreachable', endpoints.silent),
    ...certificates.map(replacementItem),
    ...causes.better.map((cause) => causeItem(`Better (was ${describe(cause.before)})`, cause)),
    ...causes.fixed.map(fixedItem),
    ...endpointItem('Answering again', 'pass', endpoints.answering),
    ...endpointItem('No longer audited', 'unreachable', endpoints.vanished),
    ...endpointItem('Audited for the first time', 'info', endpoints.new),
  ];
  const more = items.length - limit;
  return html`<ul class="changes">${items.slice(0, limit)}${more > 0 ? html`<li class="faint">and ${countOf(more, 'more change')}</li>` : ''}</ul>`;
}

function causeItem(change: string, { key, title, severity, waived, places }: SnapshotCause): Markup {
  const badge = waived ? waivedBadge(severity) : severityBadge(severity);
  return html`<li><strong>${change}</strong> ${badge} <a href="${causeLink(key)}">${title}</a> <span class="faint">${placesText(places)}</span></li>`;
}

function fixedItem({ key, title, places }: SnapshotCause): Markup {
  return html`<li><strong>Fixed</strong> <span class="badge is-pass"><span aria-hidden="true">✓</span> gone</span> <a href="${causeLink(key)}">${title}</a> <span class="faint">${placesText(places)}</span></li>`;
}

function placesText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return others.length === 0 ? first : `${first} and ${grouped(others.length)} more`;
}

function describe({ severity, waived }: ChangedCause['before']): string {
  return waived ? 'waived' : severity;
}

function replacementItem({ before, after, kind, changes, endpoints, pending }: Replacement): Markup {
  const subject = after.subject ?? before.subject ?? after.sha256.slice(0, 16);
  const [first] = endpoints;
  const title = html`<bdi>${subject === '' ? '(no subject)' : subject}</bdi>`;
  const linked = first === undefined ? title : html`<a href="${serviceLinks.endpoint({ id: first })}">${title}</a>`;
  const badge =
    kind === 'renewal'
      ? html`<span class="badge is-pass"><span aria-hidden="true">✓</span> routine</span>`
      : html`<span class="badge is-warn"><span aria-hidden="true">!</span> material change</span>`;
  return html`<li><strong>${kind === 'renewal' ? 'Renewed' : 'Replaced by a different certificate'}</strong> ${badge} ${linked}<ul>${changes.map(({ text }) => html`<li>${text}</li>`)}<li>on ${countOf(endpoints.length, 'endpoint')}: ${endpointLinks(endpoints)}</li>${pending.length === 0 ? '' : html`<li><strong>not yet on</strong> ${endpointLinks(pending)}</li>`}</ul></li>`;
}

function endpointItem(change: string, look: string, ids: readonly string[]): readonly Markup[] {
  if (ids.length === 0) return [];
  return [
    html`<li><strong>${change}</strong> <span class="badge is-${look}">${countOf(ids.length, 'endpoint')}</span> ${endpointLinks(ids)}</li>`,
  ];
}
