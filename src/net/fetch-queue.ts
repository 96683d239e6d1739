import { err, ok, type Result } from '../model/result.ts';
import type { Asker } from './asker.ts';
import type { FetchBounds } from './fetch-bounds.ts';
import type { CountedRequest, Refusal, RequestCredit } from './request-credit.ts';

/** Lets requests begin, fairly by endpoint and by host. */
export interface FetchQueue {
  readonly enter: (host: string, askers: Iterable<Asker>) => QueuePlace;
  /** Nothing begins any more. */
  readonly close: () => void;
}

/** The place of one request. It begins when it is the turn of any endpoint that waits for it. */
export interface QueuePlace {
  /** Resolves when it may begin; the error says why it never will. */
  readonly turn: Promise<Result<Turn, NoTurn>>;
  readonly join: (asker: Asker) => void;
  readonly leave: (asker: Asker) => void;
}

/** `left`: no endpoint waited for it any longer. `reason` goes after "Not fetched: ". */
export type NoTurn = { readonly kind: 'left' } | { readonly kind: 'refused'; readonly reason: string };

/** A request that has begun. */
export interface Turn {
  /** Whose turn it was: this endpoint is charged with it. */
  readonly asker: Asker;
  readonly request: CountedRequest;
  readonly end: () => void;
}

interface Ticket {
  readonly host: string;
  readonly askers: Set<Asker>;
  readonly settle: (result: Result<Turn, NoTurn>) => void;
}

/**
 * The endpoints take turns, in whatever order they came and however many requests each has waiting. A request holds one of few slots
 * for a moment only: a host that is merely silent keeps a socket, and no other request waiting.
 */
export function createFetchQueue(bounds: FetchBounds, credit: RequestCredit): FetchQueue {
  /** Those whose turn is the longest ago come first. */
  const waiting = new Map<Asker, Set<Ticket>>();
  const openOfHost = new Map<string, number>();
  let inFirstMoment = 0;
  let sockets = 0;
  let isClosed = false;

  const remove = (ticket: Ticket, asker: Asker): void => {
    ticket.askers.delete(asker);
    const own = waiting.get(asker);
    own?.delete(ticket);
    if (own?.size === 0) waiting.delete(asker);
  };
  const add = (ticket: Ticket, asker: Asker): void => {
    ticket.askers.add(asker);
    const own = waiting.get(asker) ?? new Set();
    waiting.set(asker, own.add(ticket));
  };
  const settle = (ticket: Ticket, result: Result<Turn, NoTurn>): void => {
    for (const asker of [...ticket.askers]) remove(ticket, asker);
    ticket.settle(result);
  };
  const begin = (ticket: Ticket, asker: Asker): void => {
    const { host } = ticket;
    asker.requests += 1;
    const request = credit.begin(host, asker);
    openOfHost.set(host, (openOfHost.get(host) ?? 0) + 1);
    sockets += 1;
    inFirstMoment += 1;
    const endMoment = once(() => {
      inFirstMoment -= 1;
      look();
    });
    const timer = setTimeout(endMoment, bounds.momentMs);
    const end = once(() => {
      clearTimeout(timer);
      sockets -= 1;
      const others = (openOfHost.get(host) ?? 1) - 1;
      if (others === 0) openOfHost.delete(host);
      else openOfHost.set(host, others);
      credit.end(request);
      endMoment();
      look();
    });
    settle(ticket, ok({ asker, request, end }));
    const rest = waiting.get(asker);
    if (rest === undefined) return;
    waiting.delete(asker);
    waiting.set(asker, rest);
  };
  /** The first request that may begin. Those that never may are settled on the way. */
  const next = (): { readonly ticket: Ticket; readonly asker: Asker } | undefined => {
    for (const [asker, tickets] of waiting) {
      for (const ticket of tickets) {
        if ((openOfHost.get(ticket.host) ?? 0) >= bounds.atOnceOfHost) continue;
        const refusal =
          asker.requests >= bounds.requestsOfEndpoint ? requestsLimit(bounds) : credit.refuse(ticket.host, asker);
        if (refusal === undefined) return { ticket, asker };
        if (refusal.kind === 'later') continue;
        remove(ticket, asker);
        if (ticket.askers.size === 0) ticket.settle(err({ kind: 'refused', reason: refusal.reason }));
      }
    }
    return undefined;
  };
  const look = (): void => {
    while (!isClosed && inFirstMoment < bounds.atOnce && sockets < bounds.sockets) {
      const found = next();
      if (found === undefined) return;
      begin(found.ticket, found.asker);
    }
  };
  return {
    enter: (host, askers) => {
      let resolve = (_: Result<Turn, NoTurn>): void => undefined;
      const turn = new Promise<Result<Turn, NoTurn>>((settled) => {
        resolve = settled;
      });
      let isOver = false;
      const ticket: Ticket = {
        host,
        askers: new Set(),
        settle: (result) => {
          isOver = true;
          resolve(result);
        },
      };
      for (const asker of askers) add(ticket, asker);
      if (isClosed) settle(ticket, err(interrupted));
      else if (ticket.askers.size === 0) ticket.settle(err({ kind: 'left' }));
      else look();
      return {
        turn,
        join: (asker) => {
          if (isOver) return;
          add(ticket, asker);
          look();
        },
        leave: (asker) => {
          if (!ticket.askers.has(asker)) return;
          remove(ticket, asker);
          if (ticket.askers.size === 0) ticket.settle(err({ kind: 'left' }));
        },
      };
    },
    close: () => {
      isClosed = true;
      for (const tickets of [...waiting.values()]) {
        for (const ticket of [...tickets]) settle(ticket, err(interrupted));
      }
    },
  };
}

const interrupted: NoTurn = { kind: 'refused', reason: 'the run was interrupted' };

function requestsLimit({ requestsOfEndpoint }: FetchBounds): Refusal {
  return { kind: 'never', reason: `at most ${requestsOfEndpoint} requests are made for an endpoint` };
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
