import type { Budget } from '../async/deadlines.ts';

/** An endpoint for which something is fetched: its time, what it has used up, and what it holds. Made by `createAsker`. */
export interface Asker {
  /** Names the endpoint where it must not be kept itself. */
  readonly id: symbol;
  readonly signal: AbortSignal;
  /** Calls `onEnd` when `signal` is aborted; returns what takes that back. However many wait, the signal has one listener. */
  readonly onEnd: (onEnd: () => void) => () => void;
  /** One of its fetches has entered a state (+1) or left it (-1). While all wait for their turn, the endpoint's clock stands. */
  readonly count: (state: FetchState, change: 1 | -1) => void;
  /** Counts the bytes of a body as far as they have come; twice the same body counts once. Returns the sum of all. */
  readonly charge: (body: object, bytes: number) => number;
  /** Sum of what was charged. */
  readonly bytes: () => number;
  /** Requests begun, at each host. */
  readonly hosts: Map<string, HostCount>;
  requests: number;
  readonly onClose: (onClose: () => void) => void;
  /** The endpoint needs nothing more. */
  readonly close: () => void;
}

/** `queued`: it waits for its turn, which costs the endpoint no time. */
export type FetchState = 'queued' | 'asking';

/** Requests to a host, and how many of them brought something that could be used. */
export interface HostCount {
  begun: number;
  fruitful: number;
  open: number;
}

export function createAsker({ signal, hold }: Pick<Budget, 'signal' | 'hold'>): Asker {
  const waiting = new Set<() => void>();
  const closing: (() => void)[] = [];
  const charged = new WeakMap<object, number>();
  const states: Record<FetchState, number> = { queued: 0, asking: 0 };
  let letGo: (() => void) | undefined;
  let bytes = 0;
  const end = (): void => {
    for (const onEnd of [...waiting]) onEnd();
  };
  signal.addEventListener('abort', end);
  const holdIfQueued = (): void => {
    if (states.queued > 0 && states.asking === 0) letGo ??= hold?.();
    else {
      letGo?.();
      letGo = undefined;
    }
  };
  return {
    id: Symbol('endpoint'),
    signal,
    onEnd: (onEnd) => {
      waiting.add(onEnd);
      return () => waiting.delete(onEnd);
    },
    count: (state, change) => {
      states[state] += change;
      holdIfQueued();
    },
    charge: (body, arrived) => {
      bytes += Math.max(0, arrived - (charged.get(body) ?? 0));
      charged.set(body, Math.max(arrived, charged.get(body) ?? 0));
      return bytes;
    },
    bytes: () => bytes,
    hosts: new Map(),
    requests: 0,
    onClose: (onClose) => {
      closing.push(onClose);
    },
    close: () => {
      signal.removeEventListener('abort', end);
      for (const onClose of closing.splice(0)) onClose();
    },
  };
}
