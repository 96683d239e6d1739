import type { FastifyReply } from 'fastify';

import type { LiveBoard } from './live-state.ts';

/** Pages that are followed at once: each costs a connection and a few hundred bytes a second. */
const maxListeners = 200;
/** At most four updates a second, however many endpoints finish. */
const coalesceMs = 250;
/** Proxies close connections that are quiet for a minute. */
const heartbeatMs = 20_000;
/** A browser that has not read as much as this is behind by hundreds of updates. */
const maxUnreadBytes = 0x1_0000;

type ServerResponse = FastifyReply['raw'];

/** Server-sent events (HTML Living Standard §9.2): each is the whole state, so that none has to be kept for who connects again. */
export interface LiveEvents {
  /** Whether as many listen as may. */
  readonly isFull: () => boolean;
  /** Sends events until the client leaves. */
  readonly add: (response: ServerResponse) => void;
  /** Ends all connections. */
  readonly close: () => void;
}

export function createLiveEvents(board: LiveBoard): LiveEvents {
  const responses = new Set<ServerResponse>();
  let update: NodeJS.Timeout | undefined;
  const send = (response: ServerResponse, text: string): void => {
    if (response.writableLength > maxUnreadBytes) response.destroy();
    else response.write(text);
  };
  const sendAll = (text: string): void => {
    for (const response of [...responses]) send(response, text);
  };
  const stateText = (): string => `data: ${JSON.stringify(board.state())}\n\n`;
  const unlisten = board.listen(() => {
    if (update !== undefined || responses.size === 0) return;
    update = setTimeout(() => {
      update = undefined;
      sendAll(stateText());
    }, coalesceMs);
    update.unref();
  });
  const heartbeat = setInterval(() => sendAll(': still here\n\n'), heartbeatMs);
  heartbeat.unref();
  return {
    isFull: () => responses.size >= maxListeners,
    add: (response) => {
      responses.add(response);
      response.on('close', () => responses.delete(response));
      response.on('error', () => responses.delete(response));
      send(response, `retry: 3000\n${stateText()}`);
    },
    close: () => {
      unlisten();
      clearTimeout(update);
      clearInterval(heartbeat);
      for (const response of [...responses]) response.end();
    },
  };
}
