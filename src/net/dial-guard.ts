import { type AddressRange, isInRange } from '../model/address-range.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import { embeddedIpv4 } from './special-addresses.ts';
import { hostPort } from '../model/host-port.ts';

/** Something that may be dialed. */
export interface DialPermission {
  /** A name, at whatever address this machine finds for it; or addresses. */
  readonly hosts: string | AddressRange;
  /** Undefined: all. */
  readonly ports: readonly number[] | undefined;
}

/** What this machine may dial at all, whoever asks it to: everything else is refused. */
export interface DialGuard {
  /**
   * Why an address must not be dialed: a clause without a full stop; undefined: it may be. `name`: the lower-case name for which this machine
   * itself found the address; undefined: somebody gave it.
   */
  readonly refuse: (name: string | undefined, address: string, port: number) => string | undefined;
  /** The same for a name that a proxy resolves. */
  readonly refuseName: (name: string, port: number) => string | undefined;
  /** Whether the name stands in a permission for this port. */
  readonly hasName: (name: string, port: number) => boolean;
}

/** `option`: where the operator says what may be dialed, for the message. */
export function createDialGuard(permissions: readonly DialPermission[], option: string): DialGuard {
  const forPort = (port: number): readonly DialPermission[] =>
    permissions.filter(({ ports }) => ports === undefined || ports.includes(port));
  const hasName = (name: string, port: number): boolean =>
    forPort(port).some(({ hosts }) => hosts === name.replace(/\.$/, ''));
  const refusal = (place: string, port: number): string =>
    `${hostPort(place, port)} is not among what ${option} allows`;
  return {
    hasName,
    refuse: (name, address, port) => {
      if (name !== undefined && hasName(name, port)) return undefined;
      const bytes = parseIpAddress(address);
      const ranges = forPort(port).flatMap(({ hosts }) => (typeof hosts === 'string' ? [] : [hosts]));
      // Packets to an IPv6 address that carries an IPv4 one go there: both have to be allowed.
      const meant = bytes === undefined ? [] : [bytes, ...embeddedIpv4(bytes)];
      const isAllowed = meant.length > 0 && meant.every((each) => ranges.some((range) => isInRange(each, range)));
      return isAllowed ? undefined : refusal(address, port);
    },
    refuseName: (name, port) => (hasName(name, port) ? undefined : refusal(name, port)),
  };
}
