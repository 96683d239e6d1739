import { policyIds, roles, type PolicyId, type Role } from '../../model/vocabulary.ts';
import type { Problem } from '../../model/problem.ts';
import type { EndpointOverrides } from '../../targets/expand-ad-hoc.ts';
import { parseFetchAllow } from '../../targets/fetch-allow.ts';
import { parseHost } from '../../targets/host-name.ts';
import { normaliseIpAddress } from '../../model/ip-address.ts';
import type { AdHocChoice } from '../../targets/parse-target-argument.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';

/** Options that say what the targets are. */
export const targetOptions = {
  role: { kind: 'text', choices: roles, describe: 'role of targets that name none' },
  policy: { kind: 'text', choices: policyIds, describe: 'policy of targets that name none' },
  trust: { kind: 'list', describe: "FILE, folder, mozilla or system: in place of the file's stores (repeatable)" },
  address: { kind: 'text', describe: 'IP address to dial; names stay as they are' },
  fetch: { kind: 'text', describe: 'follow what certificates point to: issuers,crl,ocsp (off)' },
  'fetch-allow': {
    kind: 'list',
    describe: 'host, CIDR range or private: may be fetched from, although not of the public internet (repeatable)',
  },
  'server-name': { kind: 'text', describe: 'server name to send (one target only)' },
} as const satisfies Record<string, Option>;

/** What the operator chose. */
export interface TargetChoice {
  readonly choice: AdHocChoice;
  readonly overrides: EndpointOverrides;
  readonly problems: readonly Problem[];
}

/** Reads them. Choices were checked by the parser of the command line. */
export function readTargetOptions(args: Arguments): TargetChoice {
  const problems: Problem[] = [];
  const trust = [...new Set(args.list('trust'))];
  if (trust.includes(''))
    problems.push(problem('a file, a folder, mozilla or system is wanted, this is empty', '--trust'));
  return {
    choice: {
      role: args.text('role') as Role | undefined,
      policy: args.text('policy') as PolicyId | undefined,
    },
    overrides: {
      address: readAddress(args.text('address'), problems),
      serverName: readServerName(args.text('server-name'), problems),
      trust: trust.length === 0 ? undefined : trust,
      fetch: readFetch(args.text('fetch'), problems),
      fetchAllow: readFetchAllow(args.list('fetch-allow'), problems),
    },
    problems,
  };
}

const fetchKinds = ['issuers', 'crl', 'ocsp'] as const;

function readFetch(text: string | undefined, problems: Problem[]): EndpointOverrides['fetch'] {
  if (text === undefined) return undefined;
  const kinds = text.split(',').map((kind) => kind.trim());
  const unknown = kinds.filter((kind) => !fetchKinds.some((known) => known === kind));
  for (const kind of unknown) {
    problems.push(problem(`${JSON.stringify(kind)} is nothing to fetch; issuers, crl and ocsp are`, '--fetch'));
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
