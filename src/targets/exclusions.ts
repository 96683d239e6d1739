import { type AddressRange, isInRange, parseAddressRange } from '../model/address-range.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import { quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { parseHost } from './host-name.ts';
import { parseHostRange, splitRange } from './host-range.ts';
import { parsePorts } from './ports.ts';
import { splitAuthority } from './target-url.ts';

/** What is never dialed. */
export interface Exclusion {
  /** As written. */
  readonly text: string;
  /** A name, or the addresses, whatever name they have. */
  readonly hosts: string | AddressRange;
  /** Undefined: all. */
  readonly ports: readonly number[] | undefined;
}

/** The exclusions of one run, and how often they applied. */
export interface Exclusions {
  /** Whether the endpoint is not to be dialed; if so it is counted. */
  readonly leavesOut: (endpoint: Pick<Endpoint, 'host' | 'address' | 'port'>) => boolean;
  readonly count: () => number;
  /** As they were written. */
  readonly texts: readonly string[];
  /** What was left out, and which exclusions left out nothing. */
  readonly notices: () => readonly string[];
}

/** Reads `HOST[:PORTS]`, an address or a range in CIDR, each with or without ports. The error is a clause. */
export function parseExclusion(text: string): Result<Exclusion, string> {
  const parts = splitRange(text);
  const range = parts && parseHostRange(parts);
  if (range?.ok === false) return range;
  const isBareIpv6 = parseIpAddress(text)?.length === 16;
  const authority = parts ?? (isBareIpv6 ? { host: text, port: undefined, hasRest: false } : splitAuthority(text));
  if (authority === undefined || ('hasRest' in authority && authority.hasRest)) {
    return err(`${quote(text)} is neither a host nor a range; use for instance 10.0.0.7, 10.0.0.0/30 or HOST:PORT`);
  }
  const portText = 'ports' in authority ? authority.ports : authority.port;
  const ports = portText === undefined ? undefined : parsePorts(portText);
  if (ports?.ok === false) return err(`${quote(text)} ${ports.error}`);
  if (range !== undefined) return ok({ text, hosts: range.value.addresses, ports: ports?.value });
  const host = parseHost('host' in authority ? authority.host : '');
  if (!host.ok) return host;
  return ok({ text, hosts: parseAddressRange(host.value.text) ?? host.value.text, ports: ports?.value });
}

/** Counts for one run. */
export function createExclusions(exclusions: readonly Exclusion[]): Exclusions {
  let left = 0;
  const unused = new Set(exclusions);
  return {
    leavesOut: (endpoint) => {
      const applied = exclusions.filter((exclusion) => applies(exclusion, endpoint));
      for (const each of applied) unused.delete(each);
      left += applied.length > 0 ? 1 : 0;
      return applied.length > 0;
    },
    count: () => left,
    texts: exclusions.map(({ text }) => text),
    notices: () => [
      ...(left === 0 ? [] : [`--exclude left out ${left} endpoint${left === 1 ? '' : 's'}.`]),
      ...[...unused].map(({ text }) => `--exclude ${text} left out nothing.`),
    ],
  };
}

function applies(
  { hosts, ports }: Exclusion,
  { host, address, port }: Pick<Endpoint, 'host' | 'address' | 'port'>,
): boolean {
  if (ports !== undefined && !ports.includes(port)) return false;
  if (typeof hosts === 'string') return host === hosts;
  const bytes = parseIpAddress(address ?? host);
  return bytes !== undefined && isInRange(bytes, hosts);
}
