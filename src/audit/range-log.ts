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
  /** By range, in the order in which they were met. `isWhole`: nothing interrupted the run, so that every address was tried. */
  readonly ranges: (isWhole: boolean) => readonly RangeSummary[];
}

/**
 * How a connection fails where no server listens, or no host is, or a firewall drops what comes. Behind a proxy only the proxy's words tell,
 * and the way to a server is all the same closed. Anything else says that something is there.
 */
const silentKinds: readonly FailureKind[] = ['refused', 'timeout', 'unreachable', 'proxy'];

interface Counts {
  answered: number;
  readonly silent: Map<FailureKind, number>;
  /** What the proxy said first. */
  ofProxy: string | undefined;
}

export function createRangeLog(): RangeLog {
  const ranges = new Map<string, Counts>();
  const countsOf = (range: string): Counts => {
    const counts: Counts = ranges.get(range) ?? { answered: 0, silent: new Map(), ofProxy: undefined };
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
      if (kind === 'proxy') counts.ofProxy ??= failure?.message;
      return true;
    },
    ranges: (isWhole) => [...ranges].map(([range, counts]) => summarise(range, counts, isWhole)),
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

function summarise(range: string, counts: Counts, isWhole: boolean): RangeSummary {
  const { answered, silent } = counts;
  return { range, answered, silent: Object.fromEntries(silent), message: `${range}: ${describe(counts, isWhole)}` };
}

function describe({ answered, silent, ofProxy }: Counts, isWhole: boolean): string {
  const left = [...silent.values()].reduce((sum, count) => sum + count, 0);
  if (left === 0) return `every address and port ${isWhole ? '' : 'that was tried '}answers (${answered}).`;
  // After an interruption the range has more addresses than these.
  const tried = isWhole ? '' : ' that were tried';
  const why = [...silent].map(describeKind).join(', ');
  const said = ofProxy === undefined ? '' : ` First: ${ofProxy}`;
  if (answered === 0) {
    return `nothing answers at any of ${left} addresses and ports${tried} (${why}).${said} Check the range, the ports and the network.`;
  }
  return `${answered} of ${answered + left} addresses and ports${tried} answer; the others are not listed (${why}).${said}`;
}

const kinds: Partial<Readonly<Record<FailureKind, string>>> = {
  refused: 'refused',
  timeout: 'without an answer',
  unreachable: 'unreachable',
  proxy: 'not reached by the proxy',
  'no-address-family': 'of a family that this machine has no address of, or that -4 or -6 leaves out',
};

function describeKind([kind, count]: readonly [FailureKind, number]): string {
  return `${count} ${kinds[kind] ?? kind}`;
}
