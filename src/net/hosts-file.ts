import { isIP } from 'node:net';

/** Reads a hosts file (hosts(5)): addresses by lower-case name, in the order of the file. Odd lines are skipped. */
export function parseHostsFile(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').split(/\s+/).filter(Boolean);
    if (address === undefined || isIP(address) === 0) continue;
    for (const name of names) {
      const addresses = hosts.get(name.toLowerCase());
      if (addresses === undefined) hosts.set(name.toLowerCase(), [address]);
      else if (!addresses.includes(address)) addresses.push(address);
    }
  }
  return hosts;
}
