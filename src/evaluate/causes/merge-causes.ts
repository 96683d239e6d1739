import type { Cause } from '../../model/cause.ts';
import { worse, worstFirst } from './derive-causes.ts';

/** Puts the causes of endpoints and deployments together as a run goes, so that no report has to be kept. */
export interface CauseLog {
  readonly add: (causes: readonly Cause[]) => void;
  /** Worst first, then in the order they were met. */
  readonly causes: () => Cause[];
  /** How often a cause was met that is not kept, because too many are; the reports of the endpoints have it. */
  readonly leftOut: () => number;
}

/** Causes kept of a run. More would not be read; a run with more has one fault in ten thousand certificates, and each report says it. */
const maximumCauses = 10_000;

/** Endpoints listed of all causes of a run together. Beyond them endpoints are only counted: a report of a million is not read line by line. */
const maximumListed = 100_000;

/** A cause while it is put together. */
interface Entry {
  readonly first: Cause;
  readonly titles: Set<string>;
  readonly places: Set<string>;
  readonly endpoints: Set<string>;
  severity: Cause['severity'];
  findings: number;
  omitted: number;
}

/** A cause that is waived on one endpoint and not on another is two, as only one of them counts. */
export function createCauseLog({ causes: most = maximumCauses, listed: maximum = maximumListed } = {}): CauseLog {
  const entries = new Map<string, Entry>();
  let listed = 0;
  let furtherCauses = 0;

  const addOne = (cause: Cause): void => {
    const id = `${cause.waiver === null ? '' : JSON.stringify(cause.waiver)} ${cause.key}`;
    if (!entries.has(id) && entries.size === most) {
      furtherCauses += 1;
      return;
    }
    const entry = entries.get(id) ?? openEntry(cause);
    entries.set(id, entry);
    entry.findings += cause.findings;
    entry.severity = worse(entry.severity, cause.severity);
    entry.titles.add(cause.title);
    for (const endpoint of cause.endpoints) {
      if (entry.endpoints.has(endpoint)) continue;
      if (listed === maximum) {
        entry.omitted += 1;
        continue;
      }
      listed += 1;
      entry.endpoints.add(endpoint);
    }
    if (entry.omitted === 0 || entry.places.size === 0) for (const place of cause.places) entry.places.add(place);
  };

  return {
    add: (causes) => {
      for (const cause of causes) addOne(cause);
    },
    causes: () => [...entries.values()].map(closeEntry).sort(worstFirst),
    leftOut: () => furtherCauses,
  };
}

function openEntry(first: Cause): Entry {
  return {
    first,
    titles: new Set(),
    places: new Set(),
    endpoints: new Set(),
    severity: first.severity,
    findings: 0,
    omitted: 0,
  };
}

function closeEntry({ first, titles, places, endpoints, severity, findings, omitted }: Entry): Cause {
  const others = titles.size - 1;
  return {
    ...first,
    severity,
    title: others === 0 ? first.title : `${first.title} (and ${others} more like it)`,
    places: [...places],
    endpoints: [...endpoints],
    ...(omitted === 0 ? {} : { endpointsOmitted: omitted }),
    findings,
  };
}
