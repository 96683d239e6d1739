import type { Notification, NotificationChange } from '../../model/notification.ts';
import { composeNotification, notificationId } from './compose-notification.ts';

/** A notification that says it is a test. */
export function testNotification(channel: string, at: Date, link: string | null): Notification {
  const occasion = { channel, kind: 'test', schedule: null, run: null, at } as const;
  const change: NotificationChange = {
    ...{ what: 'test', key: 'test', fault: 'watchdog/test', severity: 'info', severityBefore: null },
    title: 'A test of the channel; other messages list causes here, each with its places and its remedy',
    why: 'Somebody started certmuster with --test-notification.',
    remedy: 'Nothing has to be done.',
    ...{ deployments: [], places: [], placesOmitted: 0, certificate: null, notAfter: null, daysLeft: null },
    ...{ threshold: null, since: at.toISOString(), lastSeen: null, waiverEnded: false },
    firstReportedIn: notificationId(occasion),
  };
  return composeNotification(occasion, [change], { standing: [], unanswered: 0, link, isBounded: true });
}
