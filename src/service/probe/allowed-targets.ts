import { type AddressRange, isInRange } from '../../model/address-range.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import { quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { parseExclusion } from '../../targets/exclusions.ts';
import type { ProbeTarget } from './probe-target.ts';

/** What a module may be asked to audit. */
export interface AllowedTarget {
  /** A name, all names below one (`*.contoso.com`), or addresses. */
  readonly hosts:
    | { readonly kind: 'name' | 'below'; readonly name: string }
    | { readonly kind: 'addresses'; readonly range: AddressRange };
  /** Undefined: all. */
  readonly ports: readonly number[] | undefined;
}

/** Reads `HOST[:PORTS]`, `*.DOMAIN[:PORTS]`, an address or a range in CIDR. The error is a clause. */
export function parseAllowedTarget(text: string): Result<AllowedTarget, string> {
  const isBelow = text.startsWith('*.');
  const read = parseExclusion(isBelow ? text.slice(2) : text);
  if (!read.ok) return read;
  const { hosts, ports } = read.value;
  if (typeof hosts === 'string') return ok({ hosts: { kind: isBelow ? 'below' : 'name', name: hosts }, ports });
  if (isBelow) return err(`${quote(text)} is a wildcard of an address; use a range such as 10.0.0.0/24`);
  return ok({ hosts: { kind: 'addresses', range: hosts }, ports });
}

/** Whether an address may be dialed. */
export type AddressFilter = (address: string) => boolean;

/**
 * Whether a target is allowed: `always`, by its name (whatever it resolves to) or as an address; `never`; or if the filter lets the address
 * pass that is dialed, because the list has addresses only.
 */
export function judgeTarget(
  { host, isAddress, port }: ProbeTarget,
  allowed: readonly AllowedTarget[],
): 'always' | 'never' | AddressFilter {
  const ofPort = allowed.filter(({ ports }) => ports === undefined || ports.includes(port));
  const isNamed = ofPort.some(
    ({ hosts }) =>
      !isAddress &&
      ((hosts.kind === 'name' && hosts.name === host) || (hosts.kind === 'below' && host.endsWith(`.${hosts.name}`))),
  );
  if (isNamed) return 'always';
  const ranges = ofPort.flatMap(({ hosts }) => (hosts.kind === 'addresses' ? [hosts.range] : []));
  const isInside: AddressFilter = (address) => {
    const bytes = parseIpAddress(address);
    return bytes !== undefined && ranges.some((range) => isInRange(unmapped(bytes), range));
  };
  if (isAddress) return isInside(host) ? 'always' : 'never';
  return ranges.length === 0 ? 'never' : isInside;
}

/** `::ffff:10.0.0.1` is dialed as 10.0.0.1 (RFC 4291 §2.5.5.2), so that it counts as that. */
function unmapped(address: Uint8Array): Uint8Array {
  const isMapped =
    address.length === 16 && address.subarray(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 0xff));
  return isMapped ? address.subarray(12) : address;
}
