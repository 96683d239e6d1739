import { createHash } from 'node:crypto';

import type { CauseState } from '../../history/cause-states.ts';
import type { ChangeKind, Notification, NotificationChange } from '../../model/notification.ts';
import { tool } from '../../model/tool.ts';
import { severities, type Severity } from '../../model/vocabulary.ts';
import { plural } from '../../report/plural.ts';

/** What makes a notification the one that it is. */
export interface NotificationOccasion {
  readonly channel: string;
  readonly kind: Notification['kind'];
  /** Null: of no single schedule. */
  readonly schedule: string | null;
  readonly run: number | null;
  readonly at: Date;
}

/** More than anyone reads; what is left out is counted. */
const mostChanges = 500;

/** The id of a notification: the same for the same occasion, so that a review that is made again makes the same one. */
export function notificationId({ channel, schedule, run, at }: Omit<NotificationOccasion, 'kind'>): string {
  const text = [channel, schedule ?? '', run ?? '', at.toISOString()].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Makes the one notification of what changed. `changes`: worst first, at least one. */
export function composeNotification(
  occasion: NotificationOccasion,
  changes: readonly NotificationChange[],
  about: {
    readonly standing: readonly CauseState[];
    readonly unanswered: number;
    readonly link: string | null;
    readonly isBounded: boolean;
  },
): Notification {
  const { channel, kind, schedule, run, at } = occasion;
  const listed = about.isBounded ? changes.slice(0, mostChanges) : changes;
  return {
    schemaVersion: '1.0',
    id: notificationId(occasion),
    tool: { name: tool.name, version: tool.version },
    ...{ kind, channel, schedule, run },
    at: at.toISOString(),
    summary: summarize(occasion, changes),
    link: about.link,
    standing: countStanding(about.standing),
    unanswered: about.unanswered,
    groups: groupByDeployment(listed),
    omitted: changes.length - listed.length,
  };
}

/** Groups in the order of their worst change. */
function groupByDeployment(changes: readonly NotificationChange[]): Notification['groups'] {
  const groups = new Map<string, NotificationChange[]>();
  for (const change of changes) {
    const name = change.deployments.join(', ');
    groups.set(name, [...(groups.get(name) ?? []), change]);
  }
  return [...groups].map(([name, members]) => ({ deployment: name === '' ? null : name, changes: members }));
}

function summarize({ kind, schedule }: NotificationOccasion, changes: readonly NotificationChange[]): string {
  if (kind === 'test') return 'This is a test: nothing is wrong';
  const name = schedule ?? 'certmuster';
  const worst = changes.find(({ what }) => what !== 'fixed')?.severity;
  const suffix = worst === undefined || kind === 'watchdog' ? '' : ` (worst: ${worst})`;
  if (kind === 'baseline') {
    return `${name}: baseline, ${plural(changes.length, 'open cause')}${suffix}`;
  }
  const [first] = changes;
  if (kind === 'watchdog' && changes.length === 1 && first !== undefined) return first.title;
  const counts = countedKinds.flatMap(([kinds, word]) => {
    const count = changes.filter(({ what }) => kinds.includes(what)).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `${name}: ${counts.join(', ')}${suffix}`;
}

const countedKinds: readonly (readonly [readonly ChangeKind[], string])[] = [
  [['new'], 'new'],
  [['back'], 'back'],
  [['worse'], 'worse'],
  [['threshold'], 'nearer to expiry'],
  [['reminder'], 'still there'],
  [['fixed'], 'fixed'],
  [['lower'], 'less severe'],
  [['accepted'], 'no longer reported'],
];

function countStanding(standing: readonly CauseState[]): Record<Severity, number> {
  const counted = standing.filter(({ waived }) => !waived);
  const entries = severities.map((severity) => [severity, counted.filter((each) => each.severity === severity).length]);
  return Object.fromEntries(entries) as Record<Severity, number>;
}
