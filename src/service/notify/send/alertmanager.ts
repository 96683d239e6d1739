import type { ChangeKind, NotificationChange } from '../../../model/notification.ts';
import type { Severity } from '../../../model/vocabulary.ts';
import { shorten } from '../words/shorten.ts';
import type { Delivery, RepeatedChange, Sender } from '../delivery.ts';
import { type HttpReceiver, postJson } from './http-receiver.ts';

/** An alert of Alertmanager's API v2 (`postableAlert`). */
export interface PostableAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
}

/**
 * Alerts are repeated each five minutes; one that has not been for an hour ends by itself. A service that is updated takes less, and one
 * that is gone must not leave alerts for ever.
 */
const outlivesMs = 3_600_000;

/** Some hundred kilobytes a request. */
const batchSize = 200;

/** Posts an alert a cause. `link`: page of the service; null: it has none. */
export function createAlertmanagerSender(
  receiver: HttpReceiver,
  { token, link }: { readonly token: string | undefined; readonly link: string | null },
): Sender {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const post = async (alerts: readonly PostableAlert[], signal: AbortSignal): Promise<Delivery> => {
    for (let start = 0; start < alerts.length; start += batchSize) {
      const body = JSON.stringify(alerts.slice(start, start + batchSize));
      // What was posted before is the same alert when it is posted again.
      const delivery = await postJson(receiver, { body, headers }, signal);
      if (delivery.kind !== 'delivered') return delivery;
    }
    return { kind: 'delivered' };
  };
  return {
    send: (notification, signal) => {
      const changes = notification.groups.flatMap((group) => group.changes);
      const at = { now: receiver.now(), link };
      return post(
        changes.flatMap((change) => alertsOf({ change, schedule: notification.schedule }, at)),
        signal,
      );
    },
    repeat: (standing, signal) =>
      post(
        standing.map((each) => alertOf(each, { now: receiver.now(), link })),
        signal,
      ),
  };
}

interface Posting {
  readonly now: Date;
  readonly link: string | null;
}

/** Another severity is another alert: the one before ends. */
function alertsOf(repeated: RepeatedChange, posting: Posting): readonly PostableAlert[] {
  const { change } = repeated;
  const alert = alertOf(repeated, posting);
  if (change.severityBefore === null || change.severityBefore === change.severity) return [alert];
  const before = alertOf({ ...repeated, change: { ...change, severity: change.severityBefore } }, posting);
  return [{ ...before, endsAt: posting.now.toISOString() }, alert];
}

const ended: ReadonlySet<ChangeKind> = new Set(['fixed', 'accepted']);

/** Labels say which alert it is, so they hold nothing that changes while the cause stands, but its severity. */
function alertOf({ change, schedule }: RepeatedChange, { now, link }: Posting): PostableAlert {
  const endsAt = change.what === 'test' || !ended.has(change.what) ? new Date(now.getTime() + lastsMs(change)) : now;
  // The clock of whoever saw it first may have been ahead.
  const startsAt = change.since < endsAt.toISOString() ? change.since : endsAt.toISOString();
  return {
    labels: labelsOf(change, schedule),
    annotations: {
      summary: shorten(change.title, 1_000),
      description: shorten(change.why, 1_000),
      remedy: shorten(change.remedy, 1_000),
      ...(change.places.length > 0 && { places: shorten(change.places.join(', '), 2_000) }),
      ...(change.certificate !== null && { certificate: change.certificate }),
      ...(change.notAfter !== null && { notAfter: change.notAfter }),
    },
    startsAt,
    endsAt: endsAt.toISOString(),
    ...(link !== null && { generatorURL: link }),
  };
}

/** A test is over after a minute. */
function lastsMs({ what }: NotificationChange): number {
  return what === 'test' ? 60_000 : outlivesMs;
}

function labelsOf(
  { fault, key, severity, deployments }: NotificationChange & { readonly severity: Severity },
  schedule: string | null,
): Readonly<Record<string, string>> {
  const isOfService = fault.startsWith('watchdog/');
  return {
    alertname: isOfService ? 'CertmusterWatchdog' : 'CertmusterCause',
    ...{ severity, fault, cause: key },
    ...(schedule !== null && { schedule }),
    ...(deployments.length > 0 && { deployment: deployments.join(', ') }),
  };
}
