import type { Problem } from '../../model/problem.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';

/** Options that limit how much is dialed at once, how fast, and how often. */
export const limitOptions = {
  concurrency: { kind: 'text', describe: 'endpoints audited at the same time (100)' },
  slow: {
    kind: 'text',
    alias: 'parked',
    describe: 'slow endpoints kept open beside --concurrency (10 times --concurrency)',
  },
  'per-address': {
    kind: 'text',
    describe: 'endpoints audited at the same time per IP address (32; unlimited on loopback)',
  },
  'per-host': { kind: 'text', describe: 'endpoints audited at the same time per host name (unlimited)' },
  rate: { kind: 'text', describe: 'endpoints started per second, at most (unlimited)' },
  retries: {
    kind: 'text',
    describe: 'retries after a timeout, reset, missing route or DNS failure, with growing delays (0)',
  },
} as const satisfies Record<string, Option>;

export interface LimitChoice {
  readonly concurrency: number;
  /** Undefined: not given; the same for what follows. */
  readonly slow: number | undefined;
  readonly perAddress: number | undefined;
  readonly perHost: number | undefined;
  readonly rate: number | undefined;
  readonly retries: number | undefined;
}

/** Each endpoint holds a socket or two; common limits on open files start at 1,024. */
const defaultConcurrency = 100;
/** If all of them are silent and given up after 10 s, that is 1,000 a second: about what one processor audits (docs/performance.md). */
const maxConcurrency = 10_000;

/** Each holds a socket; Linux allows a process up to 1,048,576 open files (fs.nr_open). */
const maxSlow = 100_000;

/** The waits double: the tenth ends after four minutes or so. */
const maxRetries = 10;

/** Below that the last of 10,000 waiting endpoints would wait longer than Node's timers can (2^31 ms); no process reaches more than 100,000 a second. */
const minRate = 0.01;
const maxRate = 100_000;

/** Reads them. */
export function readLimitOptions(args: Arguments, problems: Problem[]): LimitChoice {
  const read = (option: keyof typeof limitOptions, least: number, most: number): number | undefined => {
    const text = args.text(option);
    if (text === undefined) return undefined;
    const isFraction = option === 'rate';
    const figure = (isFraction ? /^\d+(?:\.\d+)?$/ : /^\d+$/).test(text) ? Number(text) : Number.NaN;
    if (figure >= least && figure <= most) return figure;
    problems.push(problem(`${JSON.stringify(text)} is not a number from ${least} to ${most}`, `--${option}`));
    return undefined;
  };
  return {
    concurrency: read('concurrency', 1, maxConcurrency) ?? defaultConcurrency,
    slow: read('slow', 0, maxSlow),
    perAddress: read('per-address', 1, maxConcurrency),
    perHost: read('per-host', 1, maxConcurrency),
    rate: read('rate', minRate, maxRate),
    retries: read('retries', 0, maxRetries),
  };
}
