import type { Channel, ConsumeMessage } from 'amqplib';

import type { ScannerEngine, Taken, TakenResult } from '../contract.ts';
import { createBrokerLink, type LinkOptions, type Session } from './broker-link.ts';
import { lookAtQueue } from './look-at-queue.ts';
import {
  assertExchange,
  assertResultsQueue,
  assertWorkQueue,
  exchangeName,
  resultsQueue,
  siteOfKey,
  workKey,
  workQueue,
} from './topology.ts';

/** Messages of results that are handed over at once: each may be large. */
const resultsAtOnce = 8;

/** A batch that the broker does not take (its disk is full, an operator set a bound) is offered again after this time. */
const offerAgainMs = 1_000;

/** Connects the one who scans to a broker. Returns at once; the connection is made, and made again, in the background. */
export function createScannerEngine(options: LinkOptions): ScannerEngine {
  const link = createBrokerLink(exchangeName, options);
  const sites = new Set<string>();
  const looker = lookAtQueue(link);
  let isClosed = false;
  link.onSession(async (session) => {
    await prepareSites(session, sites);
  });
  const knowSite = async (site: string): Promise<void> => {
    if (sites.has(site)) return;
    sites.add(site);
    const session = link.current();
    if (session !== undefined) await prepareSites(session, [site]).catch(() => session.model.close());
  };
  return {
    offer: async (site, body) => {
      await knowSite(site);
      while (!isClosed) {
        const sent = await link.send(workKey(site), body);
        if (sent === 'kept') return;
        // Somebody may have deleted the queue.
        if (sent === 'unroutable') {
          sites.delete(site);
          await knowSite(site);
        }
        if (sent !== 'lost') await new Promise((resolve) => setTimeout(resolve, offerAgainMs));
      }
    },
    takeResults: (run, onResult) => link.onSession((session) => consumeResults(session, run, onResult)),
    siteState: async (site) => {
      const state = await looker(workQueue(site));
      return state === undefined
        ? undefined
        : { workers: state === 'missing' ? 0 : state.consumers, waiting: state === 'missing' ? 0 : state.messages };
    },
    trouble: link.trouble,
    drop: (run) => link.onSession((session) => deleteResults(session, run)),
    end: async (run) => {
      isClosed = true;
      const session = link.current();
      if (session !== undefined) await deleteResults(session, run);
      await link.close();
    },
  };
}

async function prepareSites({ model }: Session, sites: Iterable<string>): Promise<void> {
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  await assertExchange(channel);
  for (const site of sites) await assertWorkQueue(channel, site);
  await channel.close();
}

async function consumeResults({ model }: Session, run: string, onResult: (result: TakenResult) => void): Promise<void> {
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  // Without its results the connection is of no use.
  channel.on('close', () => void model.close().catch(() => undefined));
  await assertExchange(channel);
  await assertResultsQueue(channel, run);
  await channel.prefetch(resultsAtOnce);
  const onMessage = (message: ConsumeMessage | null): void => {
    // The queue was deleted: made again with the next connection.
    if (message === null) {
      void model.close().catch(() => undefined);
      return;
    }
    const { headers } = message.properties;
    onResult({
      body: message.content,
      site: siteOfKey(message.fields.routingKey, run),
      signature: readSignature(headers?.['signature']),
      earlierTimes: timesOf(message),
      ...settling(channel, message),
    });
  };
  await channel.consume(resultsQueue(run), onMessage, { exclusive: false });
}

/** What ends the handling of a message. If the channel has been closed meanwhile, the message comes again anyway. */
export function settling(channel: Channel, message: ConsumeMessage): Pick<Taken, 'confirm' | 'fail'> {
  const settle = (act: () => void) => (): void => {
    try {
      act();
    } catch {
      // IllegalOperationError: the channel is closed.
    }
  };
  return {
    confirm: settle(() => channel.ack(message)),
    fail: settle(() => channel.nack(message, false, true)),
  };
}

/** How often a quorum queue has handed out a message before. */
export function timesOf({ properties, fields }: ConsumeMessage): number {
  const count: unknown = properties.headers?.['x-delivery-count'];
  if (typeof count === 'number' && count >= 0) return count;
  return fields.redelivered ? 1 : 0;
}

function readSignature(header: unknown): Uint8Array | undefined {
  return typeof header === 'string' && header.length <= 128 ? Buffer.from(header, 'base64') : undefined;
}

async function deleteResults({ model }: Session, run: string): Promise<void> {
  try {
    const channel = await model.createChannel();
    channel.on('error', () => undefined);
    // Nothing happens if there is none.
    await channel.deleteQueue(resultsQueue(run));
    await channel.close();
  } catch {
    // It expires by itself.
  }
}
