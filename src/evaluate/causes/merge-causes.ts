import type { Cause } from '../../model/cause.ts';
import { worse, worstFirst } from './derive-causes.ts';

/** Puts the causes of endpoints and deployments together as a run goes, so that no report has to be kept. */
export interface CauseLog {
  /**
   * `index`: orders what is equally bad, as endpoints end in any order. Default: after all others, as causes across endpoints are; what
   * is to be done is said by them, if they say it and the cause shows on no further endpoint.
   */
  readonly add: (causes: readonly Cause[], index?: number) => void;
  /** Worst first, then by index; so are the endpoints and places of each, and the title is that of the lowest index. */
  readonly causes: () => Cause[];
  /** How often a cause was met that is not kept, because too many are; the reports of the endpoints have it. */
  readonly leftOut: () => number;
}

/** Causes kept of a run. More would not be read; a run with more has one fault in ten thousand certificates, and each report says it. */
export const maximumCauses = 10_000;

/** Endpoints listed of all causes of a run together. Beyond them endpoints are only counted: a report of a million is not read line by line. */
const maximumListed = 100_000;

/** Titles kept apart to be counted. A title may name what differs from endpoint to endpoint. */
const maximumTitles = 100;

/** The index of what is told of several endpoints. */
const acrossEndpoints = Number.POSITIVE_INFINITY;

/** A cause while it is put together. */
interface Entry {
  /** As it was met at the lowest index. */
  first: Cause;
  index: number;
  /** Among the causes that were added with it. */
  position: number;
  readonly titles: Set<string>;
  /** With the lowest index of each. */
  readonly places: Map<string, number>;
  readonly endpoints: Map<string, number>;
  severity: Cause['severity'];
  findings: number;
  omitted: number;
  /** As a check across endpoints told it, with another remedy. */
  across: Cause | undefined;
}

/** A cause that is waived on one endpoint and not on another is two, as only one of them counts. */
export function createCauseLog({ causes: most = maximumCauses, listed: maximum = maximumListed } = {}): CauseLog {
  const entries = new Map<string, Entry>();
  let listed = 0;
  let furtherCauses = 0;

  const addOne = (cause: Cause, index: number, position: number): void => {
    const id = `${cause.waiver === null ? '' : JSON.stringify(cause.waiver)} ${cause.key}`;
    if (!entries.has(id) && entries.size === most) {
      furtherCauses += 1;
      return;
    }
    const entry = entries.get(id) ?? openEntry(cause, index, position);
    entries.set(id, entry);
    if (index < entry.index) Object.assign(entry, { first: cause, index, position });
    if (index === acrossEndpoints && cause.remedy !== entry.first.remedy) entry.across = cause;
    entry.findings += cause.findings;
    entry.severity = worse(entry.severity, cause.severity);
    if (entry.titles.size <= maximumTitles) entry.titles.add(cause.title);
    for (const endpoint of cause.endpoints) {
      if (entry.endpoints.has(endpoint)) continue;
      if (listed === maximum) {
        entry.omitted += 1;
        continue;
      }
      listed += 1;
      entry.endpoints.set(endpoint, index);
    }
    if (entry.omitted > 0 && entry.places.size > 0) return;
    for (const place of cause.places) entry.places.set(place, Math.min(index, entry.places.get(place) ?? index));
  };

  return {
    add: (causes, index = acrossEndpoints) => {
      for (const [position, cause] of causes.entries()) addOne(cause, index, position);
    },
    causes: () =>
      [...entries.values()]
        .sort((a, b) => byIndex(a, b) || a.position - b.position)
        .map(closeEntry)
        .sort(worstFirst),
    leftOut: () => furtherCauses,
  };
}

function byIndex(a: Pick<Entry, 'index'>, b: Pick<Entry, 'index'>): number {
  return a.index === b.index ? 0 : a.index - b.index;
}

function inOrder(indexes: ReadonlyMap<string, number>): string[] {
  return [...indexes]
    .map(([text, index]) => ({ text, index }))
    .sort(byIndex)
    .map(({ text }) => text);
}

function openEntry(first: Cause, index: number, position: number): Entry {
  return {
    first,
    index,
    position,
    titles: new Set(),
    places: new Map(),
    endpoints: new Map(),
    severity: first.severity,
    findings: 0,
    omitted: 0,
    across: undefined,
  };
}

function closeEntry(entry: Entry): Cause {
  const { first, titles, places, endpoints, severity, findings, omitted } = entry;
  const others = titles.size - 1;
  return {
    ...first,
    severity,
    ...whatToDo(entry),
    title: others === 0 ? first.title : `${first.title} (and ${countOf(others)} more like it)`,
    places: inOrder(places),
    endpoints: inOrder(endpoints),
    ...(omitted === 0 ? {} : { endpointsOmitted: omitted }),
    findings,
  };
}

/** Who compared the endpoints knows better what to do, provided that the cause shows on none beside them. */
function whatToDo({ first, endpoints, omitted, across }: Entry): Pick<Cause, 'remedy' | 'command'> {
  const compared = new Set(across?.endpoints);
  const isCompared = omitted === 0 && [...endpoints.keys()].every((id) => compared.has(id));
  const { remedy, command } = across !== undefined && isCompared ? across : first;
  return { remedy, command };
}

function countOf(others: number): string {
  return others < maximumTitles ? String(others) : `at least ${others}`;
}
