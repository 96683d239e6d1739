import type { EvidenceFetch, FetchPurpose } from '../model/network-evidence.ts';
import type { Result } from '../model/result.ts';
import type { AddressPolicy } from '../net/address-policy.ts';
import type { FetchOnce } from '../net/create-fetcher.ts';
import type { FetchRequest } from '../net/fetch-url.ts';

/** Pointers followed for one endpoint. A chain of four certificates with an issuer, two CRLs and two responders each has 20. */
export const MAX_FETCHES_PER_ENDPOINT = 32;

/**
 * Bytes fetched for one endpoint, after which no further fetch begins: two CRLs of the largest size accepted. Fetches under
 * way may exceed it; `MAX_CONCURRENT_FETCHES` bounds their number.
 */
const MAX_BYTES_PER_ENDPOINT = 33_554_432;

/** A fetch for one pointer, and how its answer is read. */
export interface EvidenceRequest<T> {
  readonly purpose: FetchPurpose;
  /** SHA-256 of the certificate that holds the pointer. */
  readonly certificate: string;
  readonly request: FetchRequest;
  /** The error is a whole sentence. */
  readonly read: (body: Uint8Array) => Result<T, string>;
}

export interface Followed<T> {
  /** Undefined if the answer is of no use; the record has the reason. */
  readonly value: T | undefined;
  /** Whether an HTTP server answered. */
  readonly isAnswered: boolean;
}

/** Follows pointers within the budgets of one endpoint and keeps a record of each, in the order in which they began. */
export interface EvidenceTrail {
  readonly follow: <T>(request: EvidenceRequest<T>) => Promise<Followed<T>>;
  readonly fetches: () => EvidenceFetch[];
  /** Whether every pointer could be followed. */
  readonly isComplete: () => boolean;
}

/** Starts the trail of one endpoint. */
export function startEvidenceTrail(fetch: FetchOnce, policy: AddressPolicy, signal: AbortSignal): EvidenceTrail {
  const fetches: (EvidenceFetch | undefined)[] = [];
  let complete = true;
  let bytes = 0;
  return {
    follow: async ({ purpose, certificate, request, read }) => {
      if (fetches.length === MAX_FETCHES_PER_ENDPOINT || bytes >= MAX_BYTES_PER_ENDPOINT || signal.aborted) {
        complete = false;
        return { value: undefined, isAnswered: false };
      }
      const index = fetches.push(undefined) - 1;
      const { record, body } = await fetch(request, policy, signal);
      bytes += body?.length ?? 0;
      const value = body === undefined ? undefined : read(body);
      fetches[index] = { ...record, purpose, certificate, problem: value?.ok === false ? value.error : null };
      return { value: value?.ok === true ? value.value : undefined, isAnswered: record.status !== null };
    },
    fetches: () => fetches.filter((fetched) => fetched !== undefined),
    isComplete: () => complete && !signal.aborted,
  };
}

/** Asks one URL after the other until an answer is of use. URLs of other schemes than HTTP are put on record in any case. */
export async function firstOfUse<T>(
  urls: readonly string[],
  ask: (url: string) => Promise<Followed<T>>,
): Promise<{ readonly url: string; readonly value: T } | undefined> {
  let found: { readonly url: string; readonly value: T } | undefined;
  for (const url of urls.slice(0, MAX_POINTERS)) {
    if (found !== undefined && /^https?:/i.test(url)) continue;
    const { value } = await ask(url);
    if (value !== undefined) found ??= { url, value };
  }
  return found;
}

/** URLs for one document. AD CS writes two (ldap, http) by default. */
const MAX_POINTERS = 4;
