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
  readonly addEarlier: (report: Pick<EndpointReport, 'range' | 'handshake' | 'failure'>) => void;
  /** By range, in the order in which they were met. */
  readonly ranges: () => readonly RangeSummary[];
}

/** How a connection fails where no server listens, or no host is, or a firewall drops what comes. Anything else says that something is there. */
const silentKinds: readonly FailureKind[] = ['refused', 'timeout', 'unreachable'];

interface Counts {
  answered: number;
  /** Which the proxy did not connect to, for a reason that may be its own. */
  unknown: number;
  readonly silent: Map<FailureKind, number>;
}

export function createRangeLog(): RangeLog {
  const ranges = new Map<string, Counts>();
  const countsOf = (range: string): Counts => {
    const counts: Counts = ranges.get(range) ?? { answered: 0, unknown: 0, silent: new Map() };
    ranges.set(range, counts);
    return counts;
  };
  return {
    addEarlier: ({ range, handshake, failure }) => {
      if (range === undefined || handshake?.keyType !== undefined) return;
      if (failure?.kind === 'proxy') countsOf(range).unknown += 1;
      else countsOf(range).answered += 1;
    },
    leavesOut: ({ endpoint: { range, keyType }, failure, handshake }) => {
      // Further key types are of an endpoint that has been counted.
      if (range === undefined || keyType !== null) return false;
      const counts = countsOf(range);
      const kind = handshake === null && failure?.stage === 'tcp' ? failure.kind : undefined;
      if (kind === undefined || !isLeftOut(kind)) {
        if (kind === 'proxy') counts.unknown += 1;
        else if (kind !== 'aborted') counts.answered += 1;
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

function summarise(range: string, { answered, unknown, silent }: Counts): RangeSummary {
  const left = [...silent.values()].reduce((sum, count) => sum + count, 0);
  return {
    range,
    answered,
    silent: Object.fromEntries(silent),
    message: describe({ range, answered, unknown, left }, [...silent].map(describeKind).join(', ')),
  };
}

interface Numbers {
  readonly range: string;
  readonly answered: number;
  readonly unknown: number;
  readonly left: number;
}

function describe({ range, answered, unknown, left }: Numbers, why: string): string {
  if (left + unknown === 0) return `${range}: every address and port answers (${answered}).`;
  const all = answered + left + unknown;
  const notes = [
    ...(unknown === 0 ? [] : [`the proxy did not connect to ${unknown}`]),
    ...(left === 0 ? [] : [`${unknown === 0 ? 'the others' : 'the rest'} are not listed (${why})`]),
  ].join('; ');
  if (answered > 0) return `${range}: ${answered} of ${all} addresses and ports answer; ${notes}.`;
  const where = unknown === 0 ? `${left} addresses and ports (${why})` : `${all} addresses and ports; ${notes}`;
  return `${range}: nothing answers at any of ${where}. Check the range, the ports and the network${unknown === 0 ? '' : ', and the rules of the proxy'}.`;
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
