import type { Problem } from '../../model/problem.ts';
import { type AddressFamily, type HandshakeChoice, handshakeChoices } from '../../model/vocabulary.ts';
import { isDnsServer } from '../../net/dns-query.ts';
import { alpnFault } from '../../model/alpn.ts';
import { parseHost } from '../../targets/host-name.ts';
import { parsePort } from '../../targets/ports.ts';
import { normaliseIpAddress } from '../../model/ip-address.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';
import { parseDuration } from './duration.ts';
import { type LimitChoice, limitOptions, readLimitOptions } from './limit-options.ts';

/** Options that say how to dial. */
export const dialOptions = {
  resolve: {
    kind: 'list',
    describe: 'HOST:ADDRESS or HOST:PORT:ADDRESS to use instead of DNS; after a port, IPv6 in brackets (repeatable)',
  },
  'dns-server': { kind: 'list', describe: "IP address of a DNS server to use instead of the system's (repeatable)" },
  ipv4: { kind: 'flag', alias: '4', describe: 'connect to IPv4 addresses only' },
  ipv6: { kind: 'flag', alias: '6', describe: 'connect to IPv6 addresses only' },
  ...limitOptions,
  timeout: { kind: 'text', describe: 'time limit for one attempt at one endpoint: 10 or 10s, 500ms, 1m (10s)' },
  'prove-possession': {
    kind: 'flag',
    describe: 'complete RSA key exchanges, so that the server proves its private key',
  },
  'key-types': {
    kind: 'text',
    choices: ['default', 'all'],
    describe: 'all: also request the certificates of the other key types (RSA, ECDSA, EdDSA, ML-DSA)',
  },
  alpn: { kind: 'list', describe: 'application protocol to offer by ALPN, for instance h2 (repeatable, or a,b)' },
  'ehlo-name': {
    kind: 'text',
    describe: 'name to send to mail servers in EHLO or LHLO (address of this machine)',
  },
  handshake: {
    kind: 'text',
    choices: handshakeChoices,
    describe: 'fast: offer TLS 1.2 first, TLS 1.3 only if needed; cheaper, but shows no staple and no TLS 1.3 (modern)',
  },
} as const satisfies Record<string, Option>;

export interface DialChoice extends LimitChoice {
  /** By `HOST`, or by `HOST:PORT` for that port alone. */
  readonly resolve: ReadonlyMap<string, readonly string[]>;
  readonly dnsServers: readonly string[];
  /** Undefined: every family that this machine has. */
  readonly addressFamily: AddressFamily | undefined;
  readonly timeoutMs: number;
  readonly provePossession: boolean;
  readonly keyTypes: 'default' | 'all';
  readonly handshake: HandshakeChoice;
  /** Empty: no ALPN. */
  readonly alpn: readonly string[];
  /** Undefined: the address of this machine. */
  readonly clientName: string | undefined;
  readonly problems: readonly Problem[];
}

/** Long enough for six hellos on a slow link; a dead address takes as long. */
const defaultTimeoutMs = 10_000;
/** No one waits longer than an hour for one handshake. Timers of Node overflow at 2^31 ms. */
const maxTimeoutMs = 3_600_000;

/** Reads them. */
export function readDialOptions(args: Arguments): DialChoice {
  const problems: Problem[] = [];
  const dnsServers = args.list('dns-server');
  for (const server of dnsServers) {
    if (!isDnsServer(server))
      problems.push(problem(`${JSON.stringify(server)} is not the IP address of a DNS server`, '--dns-server'));
  }
  return {
    resolve: readResolve(args.list('resolve'), problems),
    dnsServers,
    addressFamily: readFamily(args, problems),
    ...readLimitOptions(args, problems),
    timeoutMs: readTimeout(args.text('timeout'), problems),
    provePossession: args.flag('prove-possession'),
    keyTypes: args.text('key-types') === 'all' ? 'all' : 'default',
    handshake: args.text('handshake') === 'fast' ? 'fast' : 'modern',
    alpn: readAlpn(args.list('alpn'), problems),
    clientName: readClientName(args.text('ehlo-name'), problems),
    problems,
  };
}

function readFamily(args: Arguments, problems: Problem[]): AddressFamily | undefined {
  const [isIpv4, isIpv6] = [args.flag('ipv4'), args.flag('ipv6')];
  if (isIpv4 && isIpv6) problems.push(problem('cannot be combined with -6 (--ipv6); leave one of them out', '-4'));
  return isIpv4 ? 'IPv4' : isIpv6 ? 'IPv6' : undefined;
}

function readResolve(texts: readonly string[], problems: Problem[]): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const text of texts) {
    const entry = parseResolve(text);
    if (entry === undefined) {
      problems.push(
        problem(
          `${JSON.stringify(text)} is not HOST:ADDRESS; use for instance im.contoso.com:10.0.0.11 or im.contoso.com:443:[2001:db8::1]`,
          '--resolve',
        ),
      );
    } else known.set(entry.key, [...(known.get(entry.key) ?? []), ...entry.addresses]);
  }
  return known;
}

/** `HOST:ADDRESS[,ADDRESS…]`, or curl's `HOST:PORT:ADDRESS[,ADDRESS…]`. Undefined: neither, or it may be both. */
function parseResolve(text: string): { readonly key: string; readonly addresses: readonly string[] } | undefined {
  const [, name = '', rest = ''] = /^(\[[^\]]*\]|[^:]*):(.*)$/s.exec(text) ?? [];
  const host = parseHost(name);
  if (!host.ok) return undefined;
  const addresses = parseAddresses(rest);
  if (addresses !== undefined) return beginsWithPort(rest) ? undefined : { key: host.value.text, addresses };
  const [, portText = '', behind = ''] = /^(\d+):(.*)$/s.exec(rest) ?? [];
  const port = parsePort(portText);
  const ofPort = parseAddresses(behind);
  return port === undefined || ofPort === undefined
    ? undefined
    : { key: `${host.value.text}:${port}`, addresses: ofPort };
}

/**
 * Whether `443:fd00::1` without brackets more likely is a port and an address than the address that it is, too. Global unicast addresses, 2000::/3
 * (RFC 4291 §2.4), begin with groups from 2000 to 3fff.
 */
function beginsWithPort(text: string): boolean {
  const [, first = '', behind = ''] = /^(\d+):([^,]*)/.exec(text) ?? [];
  return !/^[23]\d{3}$/.test(first) && normaliseIpAddress(behind) !== undefined;
}

function parseAddresses(text: string): readonly string[] | undefined {
  const addresses = text.split(',').map((each) => normaliseIpAddress(each.replace(/^\[(.*)\]$/, '$1')));
  return addresses.every((each) => each !== undefined) ? addresses : undefined;
}

function readAlpn(texts: readonly string[], problems: Problem[]): readonly string[] {
  const protocols = texts.flatMap((text) => text.split(','));
  for (const protocol of new Set(protocols)) {
    const fault = alpnFault(protocol);
    if (fault !== undefined) problems.push(problem(fault, '--alpn'));
  }
  return protocols;
}

/** It becomes a part of a line that is sent. */
function readClientName(text: string | undefined, problems: Problem[]): string | undefined {
  if (text === undefined || /^[!-~]{1,255}$/.test(text)) return text;
  problems.push(
    problem(`${JSON.stringify(text)} is not a host name; use for instance audit.contoso.com`, '--ehlo-name'),
  );
  return undefined;
}

function readTimeout(text: string | undefined, problems: Problem[]): number {
  if (text === undefined) return defaultTimeoutMs;
  const timeoutMs = parseDuration(text) ?? 0;
  if (timeoutMs >= 1 && timeoutMs <= maxTimeoutMs) return timeoutMs;
  problems.push(
    problem(`${JSON.stringify(text)} is not a duration; use 10 or 10s, 500ms, 1m (at most 1h)`, '--timeout'),
  );
  return defaultTimeoutMs;
}
