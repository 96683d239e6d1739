import type { Budget } from '../async/deadlines.ts';
import { createLimit } from '../async/limit.ts';
import type { EvidenceFetch, FetchPurpose } from '../model/network-evidence.ts';
import type { Result } from '../model/result.ts';
import type { AddressPolicy } from '../net/address-policy.ts';
import { createAsker } from '../net/asker.ts';
import type { FetchOnce } from '../net/create-fetcher.ts';
import { abortKind } from '../net/failure.ts';
import type { FetchRequest } from '../net/fetch-url.ts';

/** Pointers followed for one endpoint. A chain of four certificates with an issuer, two CRLs and two responders each has 20. */
export const MAX_FETCHES_PER_ENDPOINT = 32;

/** Pointers of one endpoint that are followed at the same time; the others wait, and cost it its own time. */
const MAX_FOLLOWED_AT_ONCE = 8;

/** What a pointer is followed for. */
export interface PointerUse {
  readonly purpose: FetchPurpose;
  /** SHA-256 of the certificate that holds the pointer. */
  readonly certificate: string;
}

/** A fetch for one pointer, and how its answer is read. */
export interface EvidenceRequest<T> extends PointerUse {
  /** As it stands in the certificate; the URL of the request may have the question behind it. */
  readonly pointer: string;
  readonly request: FetchRequest;
  /** The error is a whole sentence. */
  readonly read: (body: Uint8Array) => Result<T, string>;
  /** What speaks against an answer that is kept all the same, a whole sentence. */
  readonly objectTo?: (answer: T) => string | undefined;
}

export interface Followed<T> {
  /** Undefined if the answer cannot be read; the record has the reason. */
  readonly value: T | undefined;
  /** Whether an HTTP server answered. */
  readonly isAnswered: boolean;
}

/** Follows pointers within the budgets of one endpoint and keeps a record of each, in the order in which they began. */
export interface EvidenceTrail {
  readonly follow: <T>(request: EvidenceRequest<T>) => Promise<Followed<T>>;
  /** Puts on record that a bound of ours left a pointer out: `message` names the figure. Once for each use. */
  readonly leaveOut: (use: PointerUse, pointer: string, message: string) => void;
  readonly fetches: () => EvidenceFetch[];
  /** Whether every pointer could be followed. */
  readonly isComplete: () => boolean;
  /** Nothing more is followed. */
  readonly close: () => void;
}

/** What following takes. */
export interface TrailOptions {
  readonly fetch: FetchOnce;
  readonly policy: AddressPolicy;
  /** URL of the proxy to ask, or `environment`; absent: none. */
  readonly proxy?: string | undefined;
  /** The time of the endpoint. */
  readonly budget: Pick<Budget, 'signal' | 'hold'>;
}

/** Starts the trail of one endpoint. */
export function startEvidenceTrail({ fetch, policy, proxy, budget }: TrailOptions): EvidenceTrail {
  const { signal } = budget;
  const asker = createAsker(budget);
  const limit = createLimit(MAX_FOLLOWED_AT_ONCE);
  const fetches: (EvidenceFetch | undefined)[] = [];
  const leftOut = new Set<string>();
  let complete = true;
  let begun = 0;

  const bound = (): string | undefined => {
    if (begun >= MAX_FETCHES_PER_ENDPOINT)
      return `at most ${MAX_FETCHES_PER_ENDPOINT} fetches are made for an endpoint`;
    return signal.aborted && abortKind(signal) === 'timeout'
      ? 'the time limit for this endpoint was reached'
      : undefined;
  };

  const leaveOut: EvidenceTrail['leaveOut'] = ({ purpose, certificate }, url, message) => {
    complete = false;
    const key = `${purpose} ${certificate} ${message}`;
    if (leftOut.has(key)) return;
    leftOut.add(key);
    const nothing = { redirects: [], address: null, status: null, bytes: 0, durationMs: 0 };
    const use = { purpose, certificate, problem: null };
    fetches.push({ method: 'GET', url, ...nothing, outcome: 'limit', message: `Not fetched: ${message}.`, ...use });
  };

  return {
    follow: async ({ pointer, request, read, objectTo, ...use }) => {
      const reached = bound();
      if (reached !== undefined || signal.aborted) {
        complete = false;
        if (reached !== undefined) leaveOut(use, pointer, reached);
        return { value: undefined, isAnswered: false };
      }
      if (isHttp(pointer)) begun += 1;
      const index = fetches.push(undefined) - 1;
      const { record, body, wasUseful } = await limit(() => fetch({ ...request, proxy }, policy, asker));
      if (record.outcome === 'limit') complete = false;
      const value = body === undefined ? undefined : read(body);
      if (value?.ok === true) wasUseful();
      const { purpose, certificate } = use;
      const problem = value === undefined ? undefined : value.ok ? objectTo?.(value.value) : value.error;
      const origin = record.url === pointer ? {} : { pointer };
      fetches[index] = { ...record, purpose, certificate, ...origin, problem: problem ?? null };
      return { value: value?.ok === true ? value.value : undefined, isAnswered: record.status !== null };
    },
    leaveOut,
    fetches: () => fetches.filter((fetched) => fetched !== undefined),
    isComplete: () => complete && !signal.aborted,
    close: asker.close,
  };
}

/** Whether a pointer is one that we dial; others are put on record and cost nothing. */
export function isHttp(url: string): boolean {
  return /^https?:/i.test(url);
}
