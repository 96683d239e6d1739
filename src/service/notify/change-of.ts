import type { CauseState } from '../../history/cause-states.ts';
import type { ChangeKind, NotificationChange } from '../../model/notification.ts';
import type { Severity } from '../../model/vocabulary.ts';
import { daysLeft, describeDaysLeft, isPast } from '../../report/days-left.ts';

/** The checks that are about the end of a certificate. */
const expiryChecks: ReadonlySet<string> = new Set(['expiry-margin', 'validity-period']);

/** More than a message shows. */
const mostPlaces = 50;

export interface Circumstances {
  readonly what: ChangeKind;
  readonly severityBefore: Severity | null;
  readonly threshold: number | null;
  readonly now: Date;
  readonly firstReportedIn: string;
}

/** A cause as a notification reports it. */
export function changeOf(cause: CauseState, circumstances: Circumstances): NotificationChange {
  const { key, fault, severity, why, remedy, places, deployments, certificate, since, before } = cause;
  const { now, ...rest } = circumstances;
  const notAfter = endOf(cause);
  return {
    ...{ key, fault, severity, why, remedy, certificate, since, ...rest },
    title: titleOn(cause, now),
    deployments: [...deployments],
    places: places.slice(0, mostPlaces),
    placesOmitted: Math.max(0, places.length - mostPlaces),
    notAfter,
    daysLeft: notAfter === null ? null : daysLeft(notAfter, now.toISOString()),
    lastSeen: cause.isFresh ? null : cause.lastSeen,
    waiverEnded: before?.waived === true,
  };
}

/** A title says how many days were left when the cause was seen last. */
function titleOn(cause: CauseState, now: Date): string {
  const notAfter = endOf(cause);
  if (cause.isFresh || notAfter === null) return cause.title;
  const at = now.toISOString();
  const text = isPast(notAfter, at) ? 'expired' : `expires ${describeDaysLeft(notAfter, at)},`;
  return cause.title.replace(/ expires [^,]+, on (\d{4}-\d{2}-\d{2})$/, ` ${text} on $1`);
}

/** That it has expired counts as a threshold, also for who asked for no other. */
const expired = -1;

/** The lowest threshold, in days, that a cause about the end of a certificate has crossed; undefined: none. */
export function crossedThreshold(cause: CauseState, thresholds: readonly number[], now: Date): number | undefined {
  const notAfter = endOf(cause);
  if (notAfter === null) return undefined;
  if (isPast(notAfter, now.toISOString())) return expired;
  const left = daysLeft(notAfter, now.toISOString());
  const crossed = thresholds.filter((threshold) => left <= threshold);
  return crossed.length === 0 ? undefined : Math.min(...crossed);
}

function endOf({ fault, notAfter }: CauseState): string | null {
  return expiryChecks.has(fault.split('/')[0] ?? '') ? notAfter : null;
}
