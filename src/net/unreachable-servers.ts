import { type AddressFamilies, describeLack } from './address-families.ts';

/**
 * Why none of these DNS servers (`ADDRESS`, `ADDRESS:PORT`, `[ADDRESS]:PORT`) can be asked from this machine: a whole sentence.
 * Undefined: at least one can, or none are given.
 */
export function describeUnreachableServers(servers: readonly string[], families: AddressFamilies): string | undefined {
  const addresses = servers.map(addressOf);
  const lacks = addresses.map((address) => families.lackFor(address));
  const [lack] = lacks;
  const [address] = addresses;
  if (lack === undefined || address === undefined || lacks.includes(undefined)) return undefined;
  return `No DNS server can be asked. ${describeLack(lack, address)}`;
}

function addressOf(server: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(server)?.[1] ?? /^([^:]*):\d+$/.exec(server)?.[1] ?? server;
}
