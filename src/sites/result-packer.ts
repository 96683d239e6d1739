import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { NetworkEvidence } from '../model/network-evidence.ts';
import { silentObservation } from '../model/silent-observation.ts';
import { type SiteBatch, siteMessageFormat, type SiteResults } from '../model/site-messages.ts';
import { goalResultBytes, maxResultBytes } from './message-bounds.ts';
import { type ByteStore, packObservation } from './pack-observations.ts';
import type { Gathered } from './gathered.ts';

/** Puts the results of a batch into messages of bounded size, in which each certificate stands once. */
export interface ResultPacker {
  /** Adds what was gathered of one request. Returns the messages that are full. */
  readonly add: (gathered: Gathered) => readonly Uint8Array[];
  /** The last message; undefined: there is nothing left. */
  readonly rest: () => Uint8Array | undefined;
}

export function createResultPacker({ run, batch, site }: Pick<SiteBatch, 'run' | 'batch' | 'site'>): ResultPacker {
  let results: string[] = [];
  let bytes: ByteStore = new Map();
  let length = 0;

  const close = (): Uint8Array | undefined => {
    if (results.length === 0) return undefined;
    const head = JSON.stringify({ format: siteMessageFormat, run, batch, site, kind: 'results' });
    const store = JSON.stringify(Object.fromEntries(bytes));
    const body = Buffer.from(`${head.slice(0, -1)},"results":[${results.join(',')}],"bytes":${store}}`);
    results = [];
    bytes = new Map();
    length = 0;
    return body;
  };
  const write = (gathered: Gathered): { readonly text: string; readonly store: ByteStore; readonly size: number } => {
    const store: ByteStore = new Map();
    const result: SiteResults['results'][number] = {
      request: gathered.request,
      observations: gathered.observations.map((each) => packObservation(each, store)),
      excluded: [...gathered.excluded],
      leftOut: [...gathered.leftOut],
    };
    const text = JSON.stringify(result);
    // In UTF-8 a character takes up to three bytes.
    return { text, store, size: Buffer.byteLength(text) + sizeOf(store) };
  };
  return {
    add: (gathered) => {
      let written = write(gathered);
      if (written.size > maxResultBytes - headBytes) written = write(withoutEvidence(gathered));
      if (written.size > maxResultBytes - headBytes) written = write(tooLarge(gathered));
      const full = length > 0 && length + written.size > goalResultBytes ? close() : undefined;
      results.push(written.text);
      length += written.size;
      for (const [sha256, base64] of written.store) {
        if (bytes.has(sha256)) length -= base64.length + nameBytes;
        bytes.set(sha256, base64);
      }
      return full === undefined ? [] : [full];
    },
    rest: close,
  };
}

/** What stands before and behind the results. */
const headBytes = 1_024;

/** A digest and its quotation marks, colon and comma. */
const nameBytes = 70;

function sizeOf(store: ByteStore): number {
  let size = 0;
  for (const base64 of store.values()) size += base64.length + nameBytes;
  return size;
}

function withoutEvidence(gathered: Gathered): Gathered {
  return {
    ...gathered,
    observations: gathered.observations.map((observation) =>
      observation.evidence === undefined
        ? observation
        : { ...observation, evidence: nothingKept(observation.evidence) },
    ),
  };
}

/** What was fetched is left out, and that it was not all is said. */
function nothingKept({ fetches }: NetworkEvidence): NetworkEvidence {
  return { issuers: [], crls: [], ocspResponses: [], fetches, complete: false };
}

function tooLarge(gathered: Gathered): Gathered {
  const message = `What was seen takes more than ${maxResultBytes} bytes, which is more than a worker may send.`;
  return { ...gathered, observations: gathered.observations.map((each) => cut(each, message)) };
}

function cut({ endpoint, observedAt }: EndpointObservation, message: string): EndpointObservation {
  return silentObservation(endpoint, new Date(observedAt), { stage: 'site', kind: 'limit', message });
}
