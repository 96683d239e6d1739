import type { Channel } from 'amqplib';

import type { BrokerLink } from './broker-link.ts';

/** What a broker says of a queue without touching it; that needs no permission. */
export interface QueueState {
  readonly messages: number;
  readonly consumers: number;
}

/** Looks at queues one at a time; undefined: the broker is out of reach. */
export type LookAtQueue = (queue: string) => Promise<QueueState | 'missing' | undefined>;

/** A broker that answers nothing else than this is out of reach. */
const answerMs = 10_000;

export function lookAtQueue(link: BrokerLink): LookAtQueue {
  let last: Promise<unknown> = Promise.resolve();
  let kept: { readonly model: object; readonly channel: Channel } | undefined;
  const look = async (queue: string): Promise<QueueState | 'missing' | undefined> => {
    const session = link.current();
    if (session === undefined) return undefined;
    const { model } = session;
    let code: number | undefined;
    try {
      if (kept?.model !== model) {
        const channel = await model.createChannel();
        channel.on('close', () => {
          if (kept?.channel === channel) kept = undefined;
        });
        kept = { model, channel };
      }
      // The broker closes the channel if there is no such queue (AMQP 0-9-1, 404 NOT_FOUND).
      kept.channel.once('error', (error: Error & { code?: number }) => {
        code = error.code;
      });
      const { messageCount, consumerCount } = await kept.channel.checkQueue(queue);
      kept?.channel.removeAllListeners('error');
      kept?.channel.on('error', () => undefined);
      return { messages: messageCount, consumers: consumerCount };
    } catch (error) {
      kept = undefined;
      return (code ?? (error as { code?: number }).code) === 404 ? 'missing' : undefined;
    }
  };
  return (queue) => {
    const looked = last.then(() => withTimeout(look(queue)));
    last = looked.catch(() => undefined);
    return looked;
  };
}

function withTimeout<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), answerMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
