import type { Notification } from '../../../model/notification.ts';
import { describeNotification, type MessageContent } from './message-content.ts';

/** More than anyone reads in a message. */
const mostEntries = 30;

/** Writes a notification with as many changes as a receiver takes, in bytes of UTF-8. */
export function fitMessage(
  notification: Notification,
  { mostBytes, entries = mostEntries }: { readonly mostBytes: number; readonly entries?: number },
  write: (content: MessageContent) => string,
): string {
  const written = write(describeNotification(notification, { entries }));
  if (entries === 0 || Buffer.byteLength(written) <= mostBytes) return written;
  return fitMessage(notification, { mostBytes, entries: Math.floor(entries / 2) }, write);
}
