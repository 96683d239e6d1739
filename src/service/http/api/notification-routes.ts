import { listChannels } from '../../../history/list-channels.ts';
import { findNotification, listNotifications } from '../../../history/outbox.ts';
import { parameters } from '../../../model/api/api-parameters.ts';
import { type ApiRoute, defineRoute, refuse } from './api-route.ts';

const { status, channel, beforeNotification: before, limit, notification: number } = parameters;

/** Who is told of what changes, and what became of it. */
export const notificationRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/api/v1/channels',
    summary: 'The channels of notifications and whether they work',
    answer: 'Channels',
    reply: ({ database }) => ({ value: listChannels(database) }),
  }),
  defineRoute({
    path: '/api/v1/notifications',
    summary: 'Notifications that wait, were delivered or were given up, newest first',
    query: { status, channel, before, limit },
    answer: 'Notifications',
    reply: ({ database }, { query }) => {
      const rows = listNotifications(database, { ...query, limit: query.limit + 1 });
      const value = rows.slice(0, query.limit);
      const last = value.at(-1);
      return { value, next: rows.length > query.limit && last !== undefined ? { before: last.number } : undefined };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/notifications/{number}/resend',
    summary: 'Delivers a notification that was given up again',
    parameters: { number },
    answer: 'Resent',
    status: 202,
    refusals: { 404: 'There is no such notification.', 409: 'It was not given up.' },
    reply: ({ database, resendNotification, log }, { parameters: { number: wanted }, request }) => {
      const known = findNotification(database, wanted);
      if (known === undefined) return refuse(404, 'There is no such notification. /api/v1/notifications lists them.');
      if (!resendNotification(wanted))
        return refuse(409, `The notification is ${known.status}; only what was given up can be delivered again.`);
      log(`http: ${request.callerName} had notification ${wanted} delivered again`);
      return { value: { number: wanted, status: 'pending' } };
    },
  }),
];
