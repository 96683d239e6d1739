import type { FetchRecord } from '../../model/fetch-record.ts';

/** Every fetch made for the endpoints of a run, each once although many endpoints share it. */
export interface FetchLedger {
  readonly add: (fetches: readonly FetchRecord[]) => void;
  readonly records: () => FetchRecord[];
}

/** Fetches listed in a report. A fleet of one organisation makes a handful; hostile certificates name as many as they like. */
export const MAX_FETCHES_REPORTED = 4_096;

export function createFetchLedger(): FetchLedger {
  const known = new Map<string, FetchRecord>();
  return {
    add: (fetches) => {
      for (const record of fetches) {
        if (known.size === MAX_FETCHES_REPORTED) return;
        known.set(JSON.stringify(record), record);
      }
    },
    records: () => [...known.values()],
  };
}
