import { assertNever } from '../../../model/assert-never.ts';
import type { Notification, NotificationChange } from '../../../model/notification.ts';
import { plural } from '../../../report/plural.ts';
import { severityCounts } from '../../../report/severity-counts.ts';
import { severityLabel } from '../../../report/signs.ts';
import { shorten } from './shorten.ts';

/** A notification in words, before any markup. Texts are single lines of visible characters; what a peer sent may stand in them. */
export interface MessageContent {
  readonly title: string;
  readonly groups: readonly { readonly heading: string | null; readonly entries: readonly MessageEntry[] }[];
  /** What is to be known beside the changes. */
  readonly notes: readonly string[];
  readonly link: string | null;
}

export interface MessageEntry {
  /** `✗ critical, new`. */
  readonly label: string;
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly text: string }[];
}

/** What a receiver's limits leave room for. */
export interface MessageBounds {
  readonly entries: number;
}

const mostPlaces = 5;
const mostCharacters = 500;
/** What stands at first is known to many: the worst are named. */
const mostOfBaseline = 10;

/** Says a notification in the words of the report. */
export function describeNotification(notification: Notification, bounds: MessageBounds): MessageContent {
  const { kind, groups, omitted, summary, link } = notification;
  const most = kind === 'baseline' ? Math.min(mostOfBaseline, bounds.entries) : bounds.entries;
  let left = most;
  const described = groups.flatMap(({ deployment, changes }) => {
    const shown = changes.slice(0, left);
    left -= shown.length;
    if (shown.length === 0) return [];
    const heading = deployment === null ? null : shorten(`Deployment ${deployment}`, 140);
    return [{ heading, entries: shown.map((change) => describeChange(change, kind)) }];
  });
  const all = groups.reduce((sum, { changes }) => sum + changes.length, omitted);
  const hidden = all - (most - left);
  return {
    title: shorten(summary, 140),
    groups: described,
    notes: [
      ...(hidden > 0 ? [`${hidden} more ${hidden === 1 ? 'is' : 'are'} not listed here.`] : []),
      ...notesOf(notification),
    ],
    link,
  };
}

function notesOf({ kind, schedule, run, standing, unanswered }: Notification): readonly string[] {
  if (kind === 'test') return ['Somebody started certmuster with --test-notification. Nothing has to be done.'];
  if (kind === 'watchdog') return ['This is about certmuster itself.'];
  const counts = severityCounts(standing);
  const silent = `${plural(unanswered, 'endpoint')} did not answer; what is known of ${unanswered === 1 ? 'it' : 'them'} may be out of date.`;
  return [
    counts.length === 0 ? 'No cause is open now.' : `Open now: ${counts.join(', ')}.`,
    ...(unanswered > 0 ? [silent] : []),
    shorten(`Schedule ${schedule ?? 'none'}${run === null ? '' : `, run ${run}`}.`, 200),
  ];
}

function describeChange(change: NotificationChange, kind: Notification['kind']): MessageEntry {
  const { title, remedy, what, places, placesOmitted, since, lastSeen } = change;
  const hidden = places.length + placesOmitted - mostPlaces;
  const where = places.slice(0, mostPlaces).join(', ');
  const isOver = what === 'fixed';
  const facts = [
    { name: 'Where', text: hidden > 0 ? `${where} and ${hidden} more` : where },
    { name: 'Fix', text: isOver ? '' : remedy },
    {
      name: 'Last seen',
      text: lastSeen === null || isOver ? '' : `${lastSeen.slice(0, 10)}; it has not answered since`,
    },
    { name: 'First seen', text: what === 'reminder' || isOver ? since.slice(0, 10) : '' },
  ];
  return {
    label: labelOf(change, kind),
    title: shorten(title, mostCharacters),
    facts: facts
      .filter(({ text }) => text !== '')
      .map(({ name, text }) => ({ name, text: shorten(text, mostCharacters) })),
  };
}

function labelOf(change: NotificationChange, kind: Notification['kind']): string {
  if (change.what === 'fixed') return '✓ fixed';
  // What stands at first is new to the channel alone.
  const label = severityLabel(change.severity);
  return kind === 'baseline' ? label : `${label}, ${whatHappened(change)}`;
}

function whatHappened({ what, severityBefore, threshold, waiverEnded }: NotificationChange): string {
  switch (what) {
    case 'new':
      return waiverEnded ? 'no longer waived' : 'new';
    case 'back':
      return 'back (it comes and goes; reported as fixed once gone for a day)';
    case 'worse':
      return severityBefore === null ? 'worse' : `worse (was ${severityBefore})`;
    case 'threshold':
      if (threshold === 0) return 'less than 1 day left';
      return (threshold ?? 0) < 0 ? 'expired' : `at most ${plural(threshold ?? 0, 'day')} left`;
    case 'reminder':
      return 'still there';
    case 'fixed':
      return 'fixed';
    case 'lower':
      return 'less severe';
    case 'accepted':
      return 'no longer reported';
    case 'test':
      return 'test';
    default:
      return assertNever(what);
  }
}
