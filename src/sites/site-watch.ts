import type { SiteState } from './contract.ts';

/** What keeps a site's endpoints from being seen. */
export type Absence =
  | { readonly kind: 'no-worker'; readonly forMs: number }
  | { readonly kind: 'no-broker'; readonly forMs: number; readonly why: string }
  /** Workers answer, and nothing of it is believed. */
  | { readonly kind: 'not-believed'; readonly forMs: number; readonly answers: number }
  /** Workers are there, and nothing comes. */
  | { readonly kind: 'silent'; readonly forMs: number };

/** Knows whether a site lives: what was heard of it last, and for how long nothing. */
export interface SiteWatch {
  /** Endpoints wait for the site from now on. */
  readonly begin: () => void;
  /** A believed answer came. */
  readonly believed: () => void;
  /** An answer came that cannot be believed, so workers that are there do not count. */
  readonly notBelieved: () => void;
  /** What the engine says of the site; undefined: it is out of reach, and `trouble` says why. */
  readonly look: (state: SiteState | undefined, trouble: string | undefined) => void;
  /** Undefined: it lives, or may still answer. */
  readonly absence: () => Absence | undefined;
}

export interface WatchOptions {
  /** How long to wait without a sign of life. */
  readonly waitMs: number;
  /** How long to wait for an answer of workers that are there. */
  readonly silenceMs: number;
  readonly monotonicMs: () => number;
}

export function createSiteWatch({ waitMs, silenceMs, monotonicMs }: WatchOptions): SiteWatch {
  let aliveMs = monotonicMs();
  let progressMs = aliveMs;
  let lastWaiting: number | undefined;
  let refused = 0;
  let trouble: string | undefined;
  const sign = (): void => {
    aliveMs = monotonicMs();
    progressMs = aliveMs;
  };
  return {
    begin: () => {
      progressMs = monotonicMs();
    },
    believed: () => {
      refused = 0;
      sign();
    },
    notBelieved: () => {
      refused += 1;
    },
    look: (state, why) => {
      trouble = state === undefined ? (why ?? 'it does not answer') : undefined;
      if (state === undefined) return;
      if (state.workers > 0 && refused === 0) aliveMs = monotonicMs();
      // Batches of another run may stand before ours.
      if (state.waiting !== lastWaiting) progressMs = monotonicMs();
      lastWaiting = state.waiting;
    },
    absence: () => {
      const nowMs = monotonicMs();
      const forMs = nowMs - aliveMs;
      if (forMs >= waitMs) {
        if (refused > 0) return { kind: 'not-believed', forMs, answers: refused };
        return trouble === undefined ? { kind: 'no-worker', forMs } : { kind: 'no-broker', forMs, why: trouble };
      }
      return nowMs - progressMs >= silenceMs ? { kind: 'silent', forMs: nowMs - progressMs } : undefined;
    },
  };
}
