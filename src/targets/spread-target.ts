import { addressesOf, countAddresses } from '../model/address-range.ts';
import type { PlainTarget } from './targets.ts';

/** What a target stands for, address by address and of each port by port: targets of one host and one port, made one by one. */
export function* spreadTarget(target: PlainTarget): Generator<PlainTarget> {
  if (target.range === undefined && target.morePorts === undefined) return yield target;
  const { morePorts = [], ...first } = target;
  const ports = [target.port, ...morePorts];
  for (const host of hostsOf(target)) {
    for (const port of ports) yield { ...first, ...host, port };
  }
}

/** How many targets `spreadTarget` makes of it; each becomes one endpoint. */
export function countEndpoints({ range, morePorts = [] }: PlainTarget): number {
  return (range === undefined ? 1 : countAddresses(range.addresses)) * (1 + morePorts.length);
}

function* hostsOf({ host, isAddress, range }: PlainTarget): Generator<Pick<PlainTarget, 'host' | 'isAddress'>> {
  if (range === undefined) yield { host, isAddress };
  else for (const address of addressesOf(range.addresses)) yield { host: address, isAddress: true };
}
