import { suggestWord } from '../../model/nearest-words.ts';
import type { Problem } from '../../model/problem.ts';
import type { EndpointOverrides } from '../../targets/expand-ad-hoc.ts';
import { parseFetchAllow } from '../../targets/fetch-allow.ts';
import { parseHost } from '../../targets/host-name.ts';
import { normaliseIpAddress } from '../../model/ip-address.ts';
import type { AdHocChoice } from '../../targets/parse-target-argument.ts';
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
  fetch: { kind: 'text', describe: 'fetch what certificates point to: issuers,crl,ocsp (off)' },
  'fetch-allow': {
    kind: 'list',
    describe:
      'also fetch from this host or CIDR range, or from all private addresses (private); default: public addresses only (repeatable)',
  },
  starttls: {
    kind: 'text',
    choices: startTlsProtocols,
    describe: 'what targets without a scheme speak in plain text before TLS, for instance smtp',
  },
  'server-name': { kind: 'text', describe: 'server name (SNI) to send (one target only)' },
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
      startTls: startTlsProtocols.find((protocol) => protocol === args.text('starttls')),
    },
    overrides: {
      address: readAddress(args.text('address'), problems),
      serverName: readServerName(args.text('server-name'), problems),
      trust: trust.length === 0 ? undefined : trust,
      fetch: readFetch(args.text('fetch'), problems),
      fetchAllow: readFetchAllow(args.list('fetch-allow'), problems),
    },
    selection: readSelection(args),
    problems,
  };
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

function readServerName(text: string | undefined, problems: Problem[]): string | undefined {
  if (text === undefined) return undefined;
  const host = parseHost(text);
  if (!host.ok) problems.push(problem(host.error, '--server-name'));
  else if (host.value.isAddress) problems.push(problem('an IP address cannot be sent as server name', '--server-name'));
  else return host.value.text;
  return undefined;
}
