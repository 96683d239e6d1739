import { type AddressRange, countAddresses, formatAddressRange, parseAddressRange } from '../model/address-range.ts';
import { formatIpAddress } from '../model/ip-address.ts';
import { quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

/** A range of addresses, all of which are dialed: those of network and broadcast too, as either may be a host's where the subnet is a larger one. */
export interface HostRange {
  /** As reports show it: `10.0.0.0/28`. */
  readonly text: string;
  readonly addresses: AddressRange;
  /** As written, where that is another address of the range than the first. */
  readonly written?: string;
}

/** A range by its parts, none of which is checked. */
export interface RangeParts {
  readonly address: string;
  readonly prefix: string;
  /** Undefined: there are none. */
  readonly ports: string | undefined;
}

/**
 * Endpoints of one target at most, addresses times ports: all addresses of a /16, the largest of the private blocks that one site commonly has
 * (192.168.0.0/16, RFC 1918). At the usual limits a range of that size where nothing listens takes a quarter of an hour, a /8 three days.
 */
export const maxPlacesOfTarget = 65_536;

const range =
  /^(?:(\d+(?:\.\d+){3}|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*)\/(\d[\d.]*)|\[([0-9a-f:.]+)(?:\/(\d+)\]|\]\/(\d+)))(?::([^/?#]*))?$/i;

/**
 * Splits `10.0.0.0/28[:PORTS]`, `2001:db8::/124[:PORTS]`, `[2001:db8::/124][:PORTS]` and `[2001:db8::]/124[:PORTS]`; undefined for everything that is
 * no address with a slash and a figure behind it.
 */
export function splitRange(text: string): RangeParts | undefined {
  const [, bare, barePrefix, bracketed, within, behind, ports] = range.exec(text) ?? [];
  const address = bare ?? bracketed;
  return address === undefined ? undefined : { address, prefix: barePrefix ?? within ?? behind ?? '', ports };
}

/** Reads a range in CIDR (RFC 4632 §3.1, RFC 4291 §2.3). An address within it stands for the whole of it. The error is a clause. */
export function parseHostRange({ address, prefix }: Pick<RangeParts, 'address' | 'prefix'>): Result<HostRange, string> {
  const shown = quote(`${address}/${prefix}`);
  const alone = parseAddressRange(address);
  if (alone === undefined) return err(`${shown} is not a range: ${quote(address)} is not an IP address`);
  if (prefix.includes('.')) return err(`${shown} has a netmask; use a prefix length, for instance ${address}/28`);
  const isSpelt = /^(?:0|[1-9]\d{0,2})$/.test(prefix);
  const addresses = isSpelt ? parseAddressRange(`${address}/${prefix}`) : undefined;
  if (addresses === undefined) {
    return err(`${shown} has the prefix length ${quote(prefix)}; use a number from 0 to ${alone.prefixBits}`);
  }
  const text = formatAddressRange(addresses);
  const isFirst = text === `${formatIpAddress(alone.bytes)}/${prefix}`;
  return ok({ text, addresses, ...(isFirst ? undefined : { written: `${address}/${prefix}` }) });
}

/** A clause if a target has more places than one may have; nothing has been expanded yet. */
export function objectToSize(addresses: AddressRange | undefined, ports: readonly number[]): string | undefined {
  const hosts = addresses === undefined ? 1 : countAddresses(addresses);
  const places = hosts * ports.length;
  if (places <= maxPlacesOfTarget) return undefined;
  const product = ports.length === 1 ? '' : ` on ${ports.length} ports`;
  const size = hosts <= Number.MAX_SAFE_INTEGER ? String(hosts) : `2^${Math.log2(hosts)}`;
  return `stands for ${hosts === 1 ? `${ports.length} ports` : `${size} addresses${product}`}; one target may have at most ${maxPlacesOfTarget} endpoints, so name smaller ranges`;
}
