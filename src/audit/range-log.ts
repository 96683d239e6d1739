import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { RangeSummary } from '../model/scan-report.ts';
import type { FailureKind } from '../model/vocabulary.ts';

/**
 * Counts the addresses of ranges at which nothing answers. They are no endpoints: who names a range asks what there is, and most addresses of most
 * ranges have no server.
 */
export interface RangeLog {
  /** Whether the observation is of such an address; it is counted either way. */
  readonly leavesOut: (observation: EndpointObservation) => boolean;
  /** Counts an endpoint that an earlier run audited, so that it is not dialed. */
  readonly addEarlier: (report: Pick<EndpointReport, 'range' | 'handshake'>) => void;
  /** By range, in the order in which they were met. */
  readonly ranges: () => readonly RangeSummary[];
}

/** How a connection fails where no server listens, or no host is, or a firewall drops what comes. Anything else says that something is there. */
const silentKinds: readonly FailureKind[] = ['refused', 'timeout', 'unreachable'];

interface Counts {
  answered: number;
  readonly silent: Map<FailureKind, number>;
}

export function createRangeLog(): RangeLog {
  const ranges = new Map<string, Counts>();
  const countsOf = (range: string): Counts => {
    const counts: Counts = ranges.get(range) ?? { answered: 0, silent: new Map() };
    ranges.set(range, counts);
    return counts;
  };
  return {
    addEarlier: ({ range, handshake }) => {
      if (range !== undefined && handshake?.keyType === undefined) countsOf(range).answered += 1;
    },
    leavesOut: ({ endpoint: { range, keyType }, failure, handshake }) => {
      // Further key types are of an endpoint that has been counted.
      if (range === undefined || keyType !== null) return false;
      const counts = countsOf(range);
      const kind = handshake === null && failure?.stage === 'tcp' ? failure.kind : undefined;
      if (kind === undefined || !isLeftOut(kind)) {
        if (kind !== 'aborted') counts.answered += 1;
        return false;
      }
      counts.silent.set(kind, (counts.silent.get(kind) ?? 0) + 1);
      return true;
    },
    ranges: () => [...ranges].map(([range, counts]) => summarise(range, counts)),
  };
}

/** Nor is an address an endpoint that this machine cannot dial at all: all those of a range would say the same. */
function isLeftOut(kind: FailureKind): boolean {
  return silentKinds.includes(kind) || kind === 'no-address-family';
}

/** Whether nothing at all answered in a range, which more likely is a mistake or a dead network than an answer. */
export function isRangeSilent({ answered }: RangeSummary): boolean {
  return answered === 0;
}

function summarise(range: string, { answered, silent }: Counts): RangeSummary {
  const left = [...silent.values()].reduce((sum, count) => sum + count, 0);
  return {
    range,
    answered,
    silent: Object.fromEntries(silent),
    message: describe({ range, answered, left }, [...silent].map(describeKind).join(', ')),
  };
}

function describe(
  { range, answered, left }: { readonly range: string; readonly answered: number; readonly left: number },
  why: string,
): string {
  if (left === 0) return `${range}: every address and port answers (${answered}).`;
  if (answered === 0) {
    return `${range}: nothing answers at any of ${left} addresses and ports (${why}). Check the range, the ports and the network.`;
  }
  return `${range}: ${answered} of ${answered + left} addresses and ports answer; the others are not listed (${why}).`;
}

const kinds: Partial<Readonly<Record<FailureKind, string>>> = {
  refused: 'refused',
  timeout: 'without an answer',
  unreachable: 'unreachable',
  'no-address-family': 'of a family that this machine has no address of, or that -4 or -6 leaves out',
};

function describeKind([kind, count]: readonly [FailureKind, number]): string {
  return `${count} ${kinds[kind] ?? kind}`;
}
