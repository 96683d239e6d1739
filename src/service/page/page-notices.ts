import { type ChannelRecord, listChannels } from '../../history/list-channels.ts';
import { html, lines, type Markup } from '../../report/html/markup.ts';
import { countOf } from '../../report/html/numbers.ts';
import type { Service } from '../service.ts';
import { showAge, showInstant } from './show-instant.ts';

/** What the operator of the service has to see to, above everything else. */
export function pageNotices(service: Service): Markup {
  const channels = listChannels(service.database);
  const failing = channels.filter(({ failingSince }) => failingSince !== null);
  const dead = channels.filter((each) => each.dead > 0);
  return html`${configurationNotice(service)}${failing.map((each) => failingNotice(each, service))}${dead.length === 0 ? '' : deadNotice(dead)}`;
}

function configurationNotice({ configuration }: Service): Markup {
  const { file, readAt, error } = configuration();
  if (error === null) return html``;
  return html`<div class="notice is-fail" role="note"><p><strong>${file} has errors</strong> since ${showInstant(error.at.toISOString())}, so the configuration of ${showInstant(readAt.toISOString())} stays in force. Correct the file; it is read again when it changes.</p><pre>${lines(error.message)}</pre></div>`;
}

function failingNotice(
  { channel, failingSince, error, pending }: ChannelRecord,
  { configuration, environment }: Service,
): Markup {
  const waiting =
    pending === 0 ? '' : ` ${countOf(pending, 'notification')} ${pending === 1 ? 'waits' : 'wait'} for it.`;
  const since = failingSince === null ? '' : html` since ${showAge(failingSince, environment.now())}`;
  return html`<div class="notice is-fail" role="note"><p><strong>The channel ${channel} has been failing</strong>${since}.${waiting} Correct the receiver or the channel; <code>certmuster serve --config ${configuration().file} --test-notification ${channel}</code> tests it. <a href="/notifications">All notifications</a></p><pre>${lines(error ?? '')}</pre></div>`;
}

function deadNotice(channels: readonly ChannelRecord[]): Markup {
  const count = channels.reduce((sum, { dead }) => sum + dead, 0);
  const names = channels.map(({ channel }) => channel).join(', ');
  return html`<div class="notice is-warn" role="note"><p><strong>${countOf(count, 'notification')} could not be delivered</strong> (${names}), and ${count === 1 ? 'was' : 'were'} given up. See <a href="/notifications?status=dead">what nobody was told</a>, and deliver it again when the channel works.</p></div>`;
}
