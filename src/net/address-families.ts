import { networkInterfaces } from 'node:os';

import { parseIpAddress } from '../model/ip-address.ts';
import type { AddressFamily } from '../model/vocabulary.ts';
import { isInRange } from '../model/address-range.ts';
import { rangeOf } from './special-addresses.ts';

/** Why addresses of a family are not dialed: the machine has none of its own, or the operator left them out (`-4`, `-6`). */
export interface FamilyLack {
  readonly family: AddressFamily;
  readonly reason: 'missing' | 'excluded';
}

/** The address families that a run can dial. What this machine has is looked up once, when it is first asked for. */
export interface AddressFamilies {
  /** The only family that the operator wants dialed; undefined: both. */
  readonly only: AddressFamily | undefined;
  /** Why this address cannot be dialed, whatever its host does; undefined: nothing here prevents it. */
  readonly lackFor: (address: string) => FamilyLack | undefined;
}

export interface AddressFamiliesOptions {
  /** The only family to dial; absent: both. */
  readonly only?: AddressFamily | undefined;
  /** The addresses of this machine; undefined: unknown, so no family is missing. Absent: asks the system. */
  readonly ownAddresses?: (() => readonly string[] | undefined) | undefined;
}

/** Makes what one run knows of the address families. */
export function createAddressFamilies({
  only,
  ownAddresses = systemAddresses,
}: AddressFamiliesOptions = {}): AddressFamilies {
  let found: ReturnType<typeof findReaches> | undefined;
  return {
    only,
    lackFor: (address) => {
      const bytes = bytesOf(address);
      if (bytes === undefined) return undefined;
      const family = familyOf(bytes);
      if (only !== undefined && family !== only) return { family, reason: 'excluded' };
      found ??= findReaches(ownAddresses());
      return found(family, bytes) ? undefined : { family, reason: 'missing' };
    },
  };
}

/** What is said, in whole sentences, of an address that is not dialed for this reason. */
export function describeLack({ family, reason }: FamilyLack, address: string): string {
  return reason === 'missing'
    ? `This machine has no ${family}, so ${address} cannot be reached from here. Use a machine with ${family}.`
    : `${address} was not dialed, because ${optionFor(family)} leaves out ${family}. Leave ${optionFor(family)} out to dial it.`;
}

/** The option that leaves a family out, as the operator writes it. */
export function optionFor(excluded: AddressFamily): string {
  return excluded === 'IPv6' ? '-4' : '-6';
}

/** How far an address reaches. A machine without a network still has its loopback addresses, one without a router those of the link. */
function reachOf(bytes: Uint8Array): number {
  if (loopback.some((range) => isInRange(bytes, range))) return 0;
  return isInRange(bytes, linkLocal) ? 1 : 2;
}

/** Whether this machine has an address of the family that reaches as far as `bytes`. If nothing is known, it has. */
function findReaches(own: readonly string[] | undefined): (family: AddressFamily, bytes: Uint8Array) => boolean {
  if (own === undefined) return () => true;
  const furthest = { IPv4: -1, IPv6: -1 };
  for (const address of own) {
    const bytes = bytesOf(address);
    if (bytes === undefined) continue;
    const family = familyOf(bytes);
    furthest[family] = Math.max(furthest[family], reachOf(bytes));
  }
  return (family, bytes) => furthest[family] >= reachOf(bytes);
}

function familyOf(bytes: Uint8Array): AddressFamily {
  return bytes.length === 4 || isInRange(bytes, mappedIpv4) ? 'IPv4' : 'IPv6';
}

function bytesOf(address: string): Uint8Array | undefined {
  return parseIpAddress(address.replace(/%.*$/, ''));
}

/** A system that does not tell its addresses to this process is not one without addresses. */
function systemAddresses(): readonly string[] | undefined {
  try {
    const addresses = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
    return addresses.length === 0 ? undefined : addresses;
  } catch {
    return undefined;
  }
}

/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.3. */
const loopback = [rangeOf('127.0.0.0/8'), rangeOf('::1/128'), rangeOf('::ffff:127.0.0.0/104')];
/** RFC 4291 §2.5.6. Link-local IPv4 addresses are the only ones of some containers, which reach everything from them. */
const linkLocal = rangeOf('fe80::/10');
/** RFC 4291 §2.5.5.2: the system sends it as IPv4. */
const mappedIpv4 = rangeOf('::ffff:0:0/96');
