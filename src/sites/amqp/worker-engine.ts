import type { Channel, ConsumeMessage } from 'amqplib';

import type { RunState, Taken, WorkerEngine } from '../contract.ts';
import { enoughWaitingResults } from '../message-bounds.ts';
import { createBrokerLink, type LinkOptions, type Session } from './broker-link.ts';
import { lookAtQueue } from './look-at-queue.ts';
import { settling, timesOf } from './scanner-engine.ts';
import {
  assertExchange,
  assertWorkQueue,
  exchangeName,
  resultsKey,
  resultsQueue,
  workKey,
  workQueue,
} from './topology.ts';

const offerAgainMs = 1_000;

/** Connects a worker to a broker. Returns at once; the connection is made, and made again, in the background. */
export function createWorkerEngine(options: LinkOptions): WorkerEngine {
  const link = createBrokerLink(exchangeName, options);
  const looker = lookAtQueue(link);
  let isTaking = false;
  let consumer: { readonly channel: Channel; readonly tag: string } | undefined;
  let isClosed = false;
  return {
    takeBatches: (site, atOnce, onBatch) => {
      isTaking = true;
      link.onSession(async (session) => {
        if (isTaking) consumer = await consumeBatches(session, { site, atOnce, onBatch });
      });
    },
    stopTaking: async () => {
      isTaking = false;
      try {
        await consumer?.channel.cancel(consumer.tag);
      } catch {
        // The connection is gone, and with it the consumer.
      }
    },
    deliver: async ({ run, site, body, signature }) => {
      const headers = signature === undefined ? {} : { signature: Buffer.from(signature).toString('base64') };
      for (;;) {
        const sent = await link.send(resultsKey(run, site), body, headers);
        if (sent === 'kept') return 'kept';
        if (sent === 'refused') return 'full';
        if (sent === 'unroutable' || isClosed) return 'gone';
      }
    },
    offer: async (site, body) => {
      while (!isClosed) {
        const sent = await link.send(workKey(site), body);
        if (sent === 'kept') return;
        if (sent !== 'lost') await new Promise((resolve) => setTimeout(resolve, offerAgainMs));
      }
    },
    runState: async (run): Promise<RunState | undefined> => {
      const state = await looker(resultsQueue(run));
      if (state === undefined) return undefined;
      if (state === 'missing') return 'gone';
      if (state.messages >= enoughWaitingResults) return 'full';
      return state.consumers > 0 ? 'ready' : 'away';
    },
    isConnected: () => link.current() !== undefined,
    close: async () => {
      isClosed = true;
      await link.close();
    },
  };
}

interface Consuming {
  readonly site: string;
  readonly atOnce: number;
  readonly onBatch: (batch: Taken) => void;
}

async function consumeBatches({ model }: Session, { site, atOnce, onBatch }: Consuming) {
  await prepareQueue(model, site);
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  // Without batches the connection is of no use.
  channel.on('close', () => void model.close().catch(() => undefined));
  await channel.prefetch(atOnce);
  const onMessage = (message: ConsumeMessage | null): void => {
    if (message === null) {
      void model.close().catch(() => undefined);
      return;
    }
    onBatch({
      body: message.content,
      earlierTimes: timesOf(message),
      ...settling(channel, message),
    });
  };
  const { consumerTag } = await channel.consume(workQueue(site), onMessage);
  return { channel, tag: consumerTag };
}

/** A site's user may make its own queue, and nothing else: the exchange is made by who scans, or with the users. */
async function prepareQueue(model: Session['model'], site: string): Promise<void> {
  await prepareExchange(model);
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  await assertWorkQueue(channel, site);
  await channel.close();
}

/** Makes the exchange where it is missing and the user may; the broker closes a channel on which it was asked in vain. */
async function prepareExchange(model: Session['model']): Promise<void> {
  const asking = await model.createChannel();
  asking.on('error', () => undefined);
  try {
    await asking.checkExchange(exchangeName);
    await asking.close();
  } catch {
    const making = await model.createChannel();
    making.on('error', () => undefined);
    await assertExchange(making);
    await making.close();
  }
}
