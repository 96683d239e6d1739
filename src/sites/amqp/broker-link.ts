import { type ChannelModel, type ConfirmChannel, connect, credentials } from 'amqplib';

import { sleep } from '../../async/sleep.ts';
import { createWakeUp } from '../../async/wake-up.ts';
import type { BrokerUrl } from '../broker-url.ts';

/** How to reach a broker, with what it asks for. */
export interface BrokerAccess {
  readonly url: BrokerUrl;
  /** Of the user in the URL. */
  readonly password: string | undefined;
  /** PEM. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Of the key. */
  readonly passphrase?: string | undefined;
}

export interface LinkOptions {
  readonly access: BrokerAccess;
  /** What the broker's operator sees of the connection. */
  readonly name: string;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** The connection was made or lost, for a log. `why`: a clause; undefined: it was made. */
  readonly onChange?: ((why: string | undefined) => void) | undefined;
}

/** One connection to a broker, as long as it lasts. */
export interface Session {
  readonly model: ChannelModel;
  /** For everything that is sent. */
  readonly sending: ConfirmChannel;
  readonly isOpen: () => boolean;
}

/** What happened to a message: `lost` is not known, because the connection ended. */
export type Sent = 'kept' | 'refused' | 'unroutable' | 'lost';

/** A connection that is made again for ever. */
export interface BrokerLink {
  /** The connection, once there is one; undefined: the link was closed. */
  readonly session: () => Promise<Session | undefined>;
  /** Undefined: there is none now. */
  readonly current: () => Session | undefined;
  /** Called with each new connection; what it rejects with ends the connection. */
  readonly onSession: (prepare: (session: Session) => Promise<void>) => void;
  /** Why there is no connection, a clause; undefined: there is one. */
  readonly trouble: () => string | undefined;
  readonly send: (key: string, body: Uint8Array, headers?: Readonly<Record<string, string>>) => Promise<Sent>;
  readonly close: () => Promise<void>;
}

/** After three of these without a sign of life either side takes the connection for dead. */
const heartbeatSeconds = 10;

const connectTimeoutMs = 10_000;
const firstWaitMs = 250;
const longestWaitMs = 15_000;

export function createBrokerLink(exchange: string, { access, name, random, onChange }: LinkOptions): BrokerLink {
  const changed = createWakeUp();
  const end = new AbortController();
  const preparations: ((session: Session) => Promise<void>)[] = [];
  const unroutable = new Set<string>();
  let session: Session | undefined;
  let why: string | undefined = 'it was not reached yet';
  let messages = 0;

  const openSession = async (): Promise<{ readonly session: Session; readonly ended: Promise<string> }> => {
    const model = await connect(addressOf(access), socketOptionsOf(access, name));
    let isOpen = true;
    const ended = new Promise<string>((resolve) => {
      let reason = 'the broker closed the connection';
      model.on('error', (error: Error) => {
        reason = error.message;
      });
      model.on('close', () => {
        isOpen = false;
        resolve(reason);
      });
    });
    try {
      const sending = await model.createConfirmChannel();
      // Its end is told to who waits for a confirmation; without it the connection is of no use.
      sending.on('error', () => undefined);
      sending.on('close', () => void model.close().catch(() => undefined));
      sending.on('return', ({ properties }) => unroutable.add(String(properties.messageId)));
      return { session: { model, sending, isOpen: () => isOpen }, ended };
    } catch (error) {
      await leave(model);
      throw error;
    }
  };
  const run = async (): Promise<void> => {
    let waitMs = firstWaitMs;
    while (!end.signal.aborted) {
      let opened: Awaited<ReturnType<typeof openSession>> | undefined;
      try {
        opened = await openSession();
        if (end.signal.aborted) {
          await leave(opened.session.model);
          return;
        }
        // Also those that are added meanwhile.
        for (const prepare of preparations) await inTime(prepare(opened.session));
        session = opened.session;
        why = undefined;
        waitMs = firstWaitMs;
        onChange?.(undefined);
        changed.wake();
        why = await opened.ended;
      } catch (error) {
        why = describe(error);
        if (opened !== undefined) await leave(opened.session.model);
      }
      session = undefined;
      if (end.signal.aborted) return;
      onChange?.(why);
      changed.wake();
      // Half of the wait is jitter, so that those who lost a broker together do not come back together.
      await sleep((waitMs * (1 + random())) / 2, end.signal);
      waitMs = Math.min(longestWaitMs, 2 * waitMs);
    }
  };
  const running = run();

  const whenOpen = async (): Promise<Session | undefined> => {
    await changed.until(() => session !== undefined || end.signal.aborted);
    return end.signal.aborted ? undefined : session;
  };
  return {
    session: whenOpen,
    current: () => session,
    onSession: (prepare) => {
      preparations.push(prepare);
      if (session !== undefined) {
        const { model } = session;
        inTime(prepare(session)).catch(() => model.close().catch(() => undefined));
      }
    },
    trouble: () => why,
    send: async (key, body, headers = {}) => {
      const open = await whenOpen();
      if (open === undefined) return 'lost';
      messages += 1;
      const messageId = String(messages);
      return await new Promise((resolve) => {
        const options = { persistent: true, mandatory: true, messageId, headers, contentType: 'application/json' };
        const onConfirm = (error: unknown): void => {
          const wasReturned = unroutable.delete(messageId);
          if (error !== null && error !== undefined) resolve(open.isOpen() && isNack(error) ? 'refused' : 'lost');
          else resolve(wasReturned ? 'unroutable' : 'kept');
        };
        try {
          open.sending.publish(exchange, key, Buffer.from(body), options, onConfirm);
        } catch {
          resolve('lost');
        }
      });
    },
    close: async () => {
      end.abort();
      changed.wake();
      if (session !== undefined) await leave(session.model);
      await within(running);
    },
  };
}

/** A broker that has died in the meantime confirms no end, and amqplib waits for that for ever. */
const leaveMs = 3_000;

async function leave(model: ChannelModel): Promise<void> {
  await within(model.close().catch(() => undefined));
}

async function within(work: Promise<void>): Promise<void> {
  const left = new AbortController();
  await Promise.race([work, sleep(leaveMs, left.signal)]);
  left.abort();
}

/** A broker that is starting answers late, and a queue that it has lost (see `assertResultsQueue`) never answers. */
const prepareTimeoutMs = 20_000;

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const why = `the broker did not answer for its queues within ${prepareTimeoutMs / 1_000} s`;
    timer = setTimeout(() => reject(new Error(why)), prepareTimeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function addressOf({ url }: BrokerAccess) {
  return {
    protocol: url.isTls ? 'amqps' : 'amqp',
    hostname: url.host,
    port: url.port,
    vhost: encodeURIComponent(url.virtualHost),
    heartbeat: heartbeatSeconds,
  };
}

function socketOptionsOf({ url, password, ca, cert, key, passphrase }: BrokerAccess, name: string) {
  const login = url.user === undefined ? credentials.external() : credentials.plain(url.user, password ?? '');
  return {
    credentials: login,
    timeout: connectTimeoutMs,
    noDelay: true,
    keepAlive: true,
    clientProperties: { connection_name: name },
    ...(url.isTls && { ca, cert, key, passphrase, minVersion: 'TLSv1.2' as const }),
  };
}

function isNack(error: unknown): boolean {
  return error instanceof Error && error.message === 'message nacked';
}

function describe(error: unknown): string {
  const text =
    error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code || error.name : String(error);
  return text.split('\n')[0] ?? text;
}
