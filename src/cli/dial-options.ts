import type { Problem } from '../model/problem.ts';
import { isDnsServer } from '../net/dns-query.ts';
import { parseHost } from '../targets/host-name.ts';
import { parseIpAddress } from '../targets/ip-address.ts';
import type { Arguments, Option } from './command.ts';
import { problem } from './complain.ts';

/** Options that say how to dial. */
export const dialOptions = {
  resolve: { kind: 'list', describe: 'HOST:ADDRESS, asked before any name server (repeatable)' },
  'dns-server': { kind: 'list', describe: "address of a name server, in place of the system's (repeatable)" },
  concurrency: { kind: 'text', describe: 'endpoints under way at once (100)' },
  rate: { kind: 'text', describe: 'endpoints begun in a second at most (as many as --concurrency allows)' },
  timeout: { kind: 'text', describe: 'for one endpoint, everything, for instance 500ms, 10s or 1m (10s)' },
  'prove-possession': { kind: 'flag', describe: 'complete RSA key exchanges, so that they prove the key' },
  'key-types': {
    kind: 'text',
    choices: ['default', 'all'],
    describe: 'all: also ask for the certificate of the other key type',
  },
} as const satisfies Record<string, Option>;

export interface DialChoice {
  readonly resolve: ReadonlyMap<string, readonly string[]>;
  readonly dnsServers: readonly string[];
  readonly concurrency: number;
  readonly rate: number | undefined;
  readonly timeoutMs: number;
  readonly provePossession: boolean;
  readonly keyTypes: 'default' | 'all';
  readonly problems: readonly Problem[];
}

/** Each endpoint holds a socket or two; common limits on open files start at 1,024. */
const defaultConcurrency = 100;
const maxConcurrency = 10_000;

/** Long enough for five rungs of the ladder on a slow link; a dead address costs this much of one slot. */
const defaultTimeoutMs = 10_000;
/** Timers of Node overflow at 2^31 ms; nobody waits an hour for one handshake. */
const maxTimeoutMs = 3_600_000;

/** Reads them. */
export function readDialOptions(args: Arguments): DialChoice {
  const problems: Problem[] = [];
  const dnsServers = args.list('dns-server');
  for (const server of dnsServers) {
    if (!isDnsServer(server))
      problems.push(problem(`${JSON.stringify(server)} is not the address of a name server`, '--dns-server'));
  }
  return {
    resolve: readResolve(args.list('resolve'), problems),
    dnsServers,
    concurrency: readConcurrency(args.text('concurrency'), problems),
    rate: readRate(args.text('rate'), problems),
    timeoutMs: readTimeout(args.text('timeout'), problems),
    provePossession: args.flag('prove-possession'),
    keyTypes: args.text('key-types') === 'all' ? 'all' : 'default',
    problems,
  };
}

function readResolve(texts: readonly string[], problems: Problem[]): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const text of texts) {
    const colon = text.indexOf(':');
    const host = parseHost(text.slice(0, Math.max(0, colon)));
    const address = parseIpAddress(text.slice(colon + 1).replace(/^\[(.*)\]$/, '$1'));
    if (colon < 0 || !host.ok || address === undefined) {
      problems.push(problem(`${JSON.stringify(text)} is not HOST:ADDRESS; im.contoso.com:10.0.0.11 is`, '--resolve'));
    } else known.set(host.value.text, [...(known.get(host.value.text) ?? []), address]);
  }
  return known;
}

function readConcurrency(text: string | undefined, problems: Problem[]): number {
  if (text === undefined) return defaultConcurrency;
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= maxConcurrency) return count;
  problems.push(problem(`${JSON.stringify(text)} is not a number from 1 to ${maxConcurrency}`, '--concurrency'));
  return defaultConcurrency;
}

/** Below that the last of 10,000 waiting endpoints would outwait Node's timers (2^31 ms); more than 100,000 a second no one process reaches. */
const minRate = 0.01;
const maxRate = 100_000;

function readRate(text: string | undefined, problems: Problem[]): number | undefined {
  if (text === undefined) return undefined;
  const rate = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (rate >= minRate && rate <= maxRate) return rate;
  problems.push(problem(`${JSON.stringify(text)} is not a number from ${minRate} to ${maxRate}`, '--rate'));
  return undefined;
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

function readTimeout(text: string | undefined, problems: Problem[]): number {
  if (text === undefined) return defaultTimeoutMs;
  const [, figure = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const timeoutMs = Math.round(Number(figure) * (unitsMs[unit] ?? 0));
  if (figure !== '' && timeoutMs >= 1 && timeoutMs <= maxTimeoutMs) return timeoutMs;
  problems.push(problem(`${JSON.stringify(text)} is no time up to an hour; 500ms, 10s and 1m are`, '--timeout'));
  return defaultTimeoutMs;
}
