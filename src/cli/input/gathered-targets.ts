import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import type { InputError } from '../input/report-input-errors.ts';
import type { LocatedStore } from '../input/load-trust-stores.ts';

/** A stretch of the endpoints asked for, in the order of the command line. */
export interface Segment {
  readonly deployments: readonly Deployment[];
  readonly endpoints: readonly Endpoint[] | AsyncIterable<Endpoint>;
  /** How many endpoints, where that is known before they are read. */
  readonly count: number | undefined;
  /** Every store that may be needed, by name. */
  readonly stores: ReadonlyMap<string, LocatedStore>;
  readonly inputs: ScanSummary['inputs'];
  readonly notices: readonly string[];
  readonly inputErrors: readonly InputError[];
}

/** A segment that has nothing but something wrong with it. */
export function wrongSegment(inputError: InputError): Segment {
  return {
    deployments: [],
    endpoints: [],
    count: 0,
    stores: new Map(),
    inputs: [],
    notices: [],
    inputErrors: [inputError],
  };
}

/** Where the Mozilla store comes from. */
export const mozilla: LocatedStore = { source: { kind: 'bundled', bundled: 'mozilla' }, folder: '.' };

/** Where the system's store comes from. */
export const system: LocatedStore = { source: { kind: 'bundled', bundled: 'system' }, folder: '.' };

/** Said where targets outside any deployment name no stores. */
export const mozillaNotice = 'Targets without a trust list are judged by the Mozilla store.';
