import { suggestWord } from '../../model/nearest-words.ts';
import type { Problem } from '../../model/problem.ts';
import { quote } from '../../model/problem.ts';
import { createExclusions, type Exclusion, type Exclusions, parseExclusion } from '../../targets/exclusions.ts';
import type { ConnectPlace, EndpointOverrides } from '../../targets/expand-ad-hoc.ts';
import { parsePort, parsePorts, type Ports } from '../../targets/ports.ts';
import { splitAuthority } from '../../targets/target-url.ts';
import { defaultSniProbe } from '../../targets/sni-probe.ts';
import { parseFetchAllow } from '../../targets/fetch-allow.ts';
import { parseHost } from '../../targets/host-name.ts';
import { normaliseIpAddress } from '../../model/ip-address.ts';
import type { RouteOverrides } from '../../targets/override-route.ts';
import type { AdHocChoice } from '../../targets/parse-target-argument.ts';
import { xmppDomainFault } from '../../model/xmpp-domain.ts';
import { startTlsProtocols } from '../../model/vocabulary.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';
import { readSelection, type Selection } from './select-options.ts';

/** Options that say what the targets are. */
export const targetOptions = {
  role: { kind: 'text', describe: 'role of targets without one; `certmuster roles` lists them' },
  policy: {
    kind: 'text',
    describe: 'policy of targets without one: an id, or FILE; `certmuster policy list` lists them',
  },
  trust: {
    kind: 'list',
    describe: 'trust anchors: FILE, folder, mozilla or system; replaces the stores of the targets file (repeatable)',
  },
  address: { kind: 'text', describe: 'IP address to connect to instead of resolving the host name' },
  connect: {
    kind: 'text',
    describe: 'HOST[:PORT] to connect to instead of the target, whose names are kept (one target only)',
  },
  port: {
    kind: 'list',
    alias: 'p',
    describe: 'port of targets without one: 443, 443,8443 or 8440-8450 (repeatable)',
  },
  exclude: {
    kind: 'list',
    describe: 'host, address or range to leave out, with or without ports: 10.0.0.0/30, HOST:25 (repeatable, or a,b)',
  },
  fetch: { kind: 'text', describe: 'fetch what certificates point to: issuers,crl,ocsp (off)' },
  'fetch-allow': {
    kind: 'list',
    describe:
      'also fetch from this host or CIDR range, or from all private addresses (private); default: public addresses only (repeatable)',
  },
  starttls: {
    kind: 'text',
    choices: startTlsProtocols,
    describe: 'protocol that targets without a scheme speak before TLS',
  },
  'xmpp-to': { kind: 'text', describe: 'XMPP domain to ask for, if it is not the host' },
  'server-name': { kind: 'text', alias: 'servername', describe: 'server name (SNI) to send (one target only)' },
  'sni-probe': {
    kind: 'flag',
    describe: 'also connect once without SNI, and once with a server name that the server does not have',
  },
  'sni-probe-name': {
    kind: 'text',
    describe: `server name that --sni-probe sends (${defaultSniProbe}); includes --sni-probe`,
  },
} as const satisfies Record<string, Option>;

/** What the operator chose. */
export interface TargetChoice {
  readonly choice: AdHocChoice;
  readonly overrides: EndpointOverrides;
  readonly selection: Selection;
  readonly problems: readonly Problem[];
}

/** Reads them. Whether role and policy exist is known once the policies are read. */
export function readTargetOptions(args: Arguments): TargetChoice {
  const problems: Problem[] = [];
  const trust = [...new Set(args.list('trust'))];
  if (trust.includes(''))
    problems.push(problem('is empty; name a file or folder, or use mozilla or system', '--trust'));
  return {
    choice: {
      role: args.text('role'),
      policy: args.text('policy'),
      ports: readPorts(args.list('port'), problems),
      startTls: startTlsProtocols.find((protocol) => protocol === args.text('starttls')),
    },
    overrides: {
      address: readAddress(args.text('address'), problems),
      connect: readConnect(args.text('connect'), problems),
      exclusions: readExclusions(args.list('exclude'), problems),
      serverName: readServerName(args.text('server-name'), problems),
      xmppTo: readXmppTo(args.text('xmpp-to'), problems),
      sniProbe: readSniProbe(args, problems),
      trust: trust.length === 0 ? undefined : trust,
      fetch: readFetch(args.text('fetch'), problems),
      fetchAllow: readFetchAllow(args.list('fetch-allow'), problems),
    },
    selection: readSelection(args),
    problems,
  };
}

/** The same with what was chosen of the way. */
export function withRoute(target: TargetChoice, route: RouteOverrides): TargetChoice {
  return { ...target, overrides: { ...target.overrides, route } };
}

function readPorts(texts: readonly string[], problems: Problem[]): Ports | undefined {
  if (texts.length === 0) return undefined;
  const ports = parsePorts(texts.join(','));
  if (ports.ok) return ports.value;
  problems.push(problem(ports.error, '--port'));
  return undefined;
}

function readConnect(text: string | undefined, problems: Problem[]): ConnectPlace | undefined {
  if (text === undefined) return undefined;
  const bare = normaliseIpAddress(text);
  const parts = bare === undefined ? splitAuthority(text) : { host: bare, port: undefined, hasRest: false };
  const host = parts && !parts.hasRest ? parseHost(parts.host) : undefined;
  const port = parts?.port === undefined ? undefined : parsePort(parts.port);
  if (host?.ok !== true || (parts?.port !== undefined && port === undefined)) {
    problems.push(
      problem(`${quote(text)} is not HOST:PORT; use for instance 10.0.0.11:443 or [2001:db8::1]:443`, '--connect'),
    );
    return undefined;
  }
  return { host: host.value.text, isAddress: host.value.isAddress, port };
}

function readExclusions(texts: readonly string[], problems: Problem[]): Exclusions | undefined {
  const exclusions: Exclusion[] = [];
  for (const text of texts.flatMap(splitList)) {
    const exclusion = parseExclusion(text);
    if (exclusion.ok) exclusions.push(exclusion.value);
    else problems.push(problem(exclusion.error, '--exclude'));
  }
  return texts.length === 0 ? undefined : createExclusions(exclusions);
}

/** At commas, but not within a list of ports: `10.0.0.7:443,8443`. */
function splitList(text: string): readonly string[] {
  return text.split(/,(?![\d-]+(?:,|$))/);
}

const fetchKinds = ['issuers', 'crl', 'ocsp'] as const;

function readFetch(text: string | undefined, problems: Problem[]): EndpointOverrides['fetch'] {
  if (text === undefined) return undefined;
  const kinds = text.split(',').map((kind) => kind.trim());
  const unknown = kinds.filter((kind) => !fetchKinds.some((known) => known === kind));
  for (const kind of unknown) {
    problems.push(problem(`${JSON.stringify(kind)} cannot be fetched; ${suggestWord(kind, fetchKinds)}`, '--fetch'));
  }
  return { issuers: kinds.includes('issuers'), crl: kinds.includes('crl'), ocsp: kinds.includes('ocsp') };
}

function readFetchAllow(texts: readonly string[], problems: Problem[]): readonly string[] {
  return texts.flatMap((text) => {
    const entry = parseFetchAllow(text);
    if (!entry.ok) problems.push(problem(entry.error, '--fetch-allow'));
    return entry.ok ? [entry.value] : [];
  });
}

function readAddress(text: string | undefined, problems: Problem[]): string | undefined {
  if (text === undefined) return undefined;
  const address = normaliseIpAddress(text.replace(/^\[(.*)\]$/, '$1'));
  if (address === undefined) problems.push(problem(`${JSON.stringify(text)} is not an IP address`, '--address'));
  return address;
}

function readXmppTo(text: string | undefined, problems: Problem[]): string | undefined {
  const fault = text === undefined ? undefined : xmppDomainFault(text);
  if (fault !== undefined) problems.push(problem(fault, '--xmpp-to'));
  return text;
}

function readSniProbe(args: Arguments, problems: Problem[]): string | undefined {
  const name = args.text('sni-probe-name');
  if (name !== undefined) return readServerName(name, problems, '--sni-probe-name');
  return args.flag('sni-probe') ? defaultSniProbe : undefined;
}

function readServerName(
  text: string | undefined,
  problems: Problem[],
  option: '--server-name' | '--sni-probe-name' = '--server-name',
): string | undefined {
  if (text === undefined) return undefined;
  const host = parseHost(text);
  if (!host.ok) problems.push(problem(host.error, option));
  else if (host.value.isAddress) problems.push(problem('an IP address cannot be sent as server name', option));
  else return host.value.text;
  return undefined;
}
