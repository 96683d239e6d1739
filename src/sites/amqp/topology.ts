import type { Channel } from 'amqplib';

import { maxWaitingResults, resultsKeptMs } from '../message-bounds.ts';

/**
 * The exchange and the queues. The permissions of a site's user go by their names and by the keys that messages are sent with:
 *
 *     scanner ──work.SITE──▶ exchange certmuster ──▶ queue certmuster.work.SITE ──▶ workers of SITE
 *     scanner ◀── queue certmuster.results.RUN ◀── exchange certmuster ◀──results.RUN.SITE── workers of SITE
 */
export const exchangeName = 'certmuster';

export function workQueue(site: string): string {
  return `certmuster.work.${site}`;
}

export function workKey(site: string): string {
  return `work.${site}`;
}

export function resultsQueue(run: string): string {
  return `certmuster.results.${run}`;
}

/** The site at the end is what the broker lets only that site's user write. */
export function resultsKey(run: string, site: string): string {
  return `results.${run}.${site}`;
}

/** The site of a result, by the key it was sent with. */
export function siteOfKey(key: string, run: string): string {
  const prefix = resultsKey(run, '');
  return key.startsWith(prefix) ? key.slice(prefix.length) : '';
}

/** Quorum queues count deliveries, which finds poison, and outlive the loss of a node of a cluster. */
const counted = { durable: true, arguments: { 'x-queue-type': 'quorum' } } as const;

export async function assertExchange(channel: Channel): Promise<void> {
  await channel.assertExchange(exchangeName, 'topic', { durable: true });
}

export async function assertWorkQueue(channel: Channel, site: string): Promise<void> {
  await channel.assertQueue(workQueue(site), counted);
  await channel.bindQueue(workQueue(site), exchangeName, workKey(site));
}

/**
 * Bounded, so that workers notice when the one who scans is away; and not kept for ever. A classic queue, because it is made for each run: a
 * quorum queue whose broker is killed within about a second of its making is lost for good (seen with RabbitMQ 3.10: it is there and
 * answers nothing).
 */
export async function assertResultsQueue(channel: Channel, run: string): Promise<void> {
  await channel.assertQueue(resultsQueue(run), {
    durable: true,
    arguments: {
      'x-queue-type': 'classic',
      'x-max-length': maxWaitingResults,
      'x-overflow': 'reject-publish',
      'x-expires': resultsKeptMs,
    },
  });
  await channel.bindQueue(resultsQueue(run), exchangeName, resultsKey(run, '#'));
}
