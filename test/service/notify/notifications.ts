import type { NotificationChange } from '../../../src/model/notification.ts';
import { changeOf } from '../../../src/service/notify/change-of.ts';
import { composeNotification, type NotificationOccasion } from '../../../src/service/notify/compose-notification.ts';
import { standing } from './changes.ts';

export const at = new Date('2027-02-01T03:00:00.000Z');

/** A change as a review makes it. */
export function change(key: string, more: Partial<NotificationChange> = {}): NotificationChange {
  const circumstances = {
    what: 'new',
    severityBefore: null,
    threshold: null,
    now: at,
    firstReportedIn: 'b'.repeat(32),
  } as const;
  return { ...changeOf(standing(key), circumstances), ...more };
}

/** A notification of changes. */
export function notification(changes: readonly NotificationChange[], more: Partial<NotificationOccasion> = {}) {
  const occasion = { ...({ channel: 'ops', kind: 'changes', schedule: 'contoso', run: 7, at } as const), ...more };
  const about = { standing: [standing('a')], unanswered: 2, link: 'https://audit.contoso.com/', isBounded: true };
  return composeNotification(occasion, changes, about);
}

/** What a peer may put into a certificate to be seen elsewhere. */
export const hostileTitle =
  'CN=<script>alert(1)</script> *bold* [click](https://evil.example) <!channel> @here &lt; `x` \r\nBcc: evil@example.com \u202Egnp.exe \u0007 💥';
