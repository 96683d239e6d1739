import type { FetchRecord } from '../../model/fetch-record.ts';
import type { EvidenceFetch } from '../../model/network-evidence.ts';

/** The fetches made for the endpoints of a run, each once although many endpoints share it. */
export interface FetchLog {
  readonly add: (fetches: readonly EvidenceFetch[]) => void;
  readonly records: () => FetchRecord[];
}

/** Fetches listed in a report. A fleet of one organisation makes a handful; hostile certificates name any number of URLs. */
const MAX_FETCHES_REPORTED = 4_096;

export function createFetchLog(): FetchLog {
  const known = new Map<string, FetchRecord>();
  return {
    add: (fetches) => {
      // What the fetch was made for differs from endpoint to endpoint, and is left out.
      for (const { purpose: _, certificate: __, problem: ___, pointer: ____, ...record } of fetches) {
        if (known.size === MAX_FETCHES_REPORTED) return;
        known.set(JSON.stringify(record), record);
      }
    },
    records: () => [...known.values()],
  };
}
