import { promises } from 'node:dns';

import { err, ok, type Result } from '../model/result.ts';
import { orderAddresses } from './address-order.ts';
import type { NameFailure } from './failure.ts';

/** c-ares waits this long for a server's first answer and doubles it once; its own default is 5 s and 4 tries. */
const queryTimeoutMs = 2_000;
const queryTries = 2;

/** Servers asked one by one after an answer that is of no use; glibc reads three of resolv.conf (MAXNS). */
const maxServers = 3;

type Resolver = InstanceType<typeof promises.Resolver>;

export interface DnsClient {
  /** Asks for A and AAAA at once. One of the two is enough. Search lists and the hosts file are not consulted. */
  readonly ask: (name: string) => Promise<Result<readonly string[], NameFailure>>;
  /** Gives up all questions under way. */
  readonly cancel: () => void;
}

/**
 * Resolvers of our own, so that their servers and timeouts are not those of the whole process. c-ares itself goes on to the next
 * server after SERVFAIL, NOTIMP, REFUSED and silence; after any other answer that settles nothing (FORMERR, one that it cannot read)
 * the other servers are asked here.
 */
export function createDnsClient(servers: readonly string[]): DnsClient {
  const all = createResolver(servers);
  const single = new Map<string, Resolver>();
  const resolverOf = (server: string): Resolver => {
    const known = single.get(server) ?? createResolver([server]);
    single.set(server, known);
    return known;
  };
  return {
    ask: async (name) => {
      const first = await askDns(all, name);
      if (first.ok || first.error.kind !== 'dns-error') return first;
      for (const server of all.getServers().slice(1, maxServers)) {
        const next = await askDns(resolverOf(server), name);
        if (next.ok || next.error.kind === 'not-found' || next.error.kind === 'aborted') return next;
      }
      return first;
    },
    cancel: () => {
      for (const resolver of [all, ...single.values()]) resolver.cancel();
    },
  };
}

function createResolver(servers: readonly string[]): Resolver {
  const resolver = new promises.Resolver({ timeout: queryTimeoutMs, tries: queryTries });
  if (servers.length > 0) resolver.setServers([...servers]);
  return resolver;
}

/**
 * Whether `--dns-server` may be this: `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`. Node checks no port: 0 ends the process with
 * a failed assertion of its own, and one past 65,535 is cut to 16 bits.
 */
export function isDnsServer(text: string): boolean {
  const port = /^(?:[^:]*|\[.*\]):(\d+)$/.exec(text)?.[1];
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) return false;
  try {
    createResolver([text]);
    return true;
  } catch {
    return false;
  }
}

async function askDns(client: Resolver, name: string): Promise<Result<readonly string[], NameFailure>> {
  const [ipv4, ipv6] = await Promise.allSettled([client.resolve4(name), client.resolve6(name)]);
  const addresses = [ipv4, ipv6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return ok(orderAddresses(addresses));
  const codes = [ipv4, ipv6].flatMap((answer) => (answer.status === 'rejected' ? [errorCode(answer.reason)] : []));
  return err(dnsFailure(name, codes));
}

/** The answers that say there is nothing; everything else says that we could not find out. */
const negative: readonly string[] = ['ENOTFOUND', 'ENODATA', 'EBADNAME'];

function dnsFailure(name: string, codes: readonly string[]): NameFailure {
  const unsure = codes.find((code) => !negative.includes(code));
  if (unsure === 'ETIMEOUT') return { kind: 'timeout', message: `No DNS server answered for ${name} in time.` };
  if (unsure === 'ECANCELLED') return { kind: 'aborted', message: 'The run was interrupted.' };
  if (unsure !== undefined) return { kind: 'dns-error', message: `DNS did not resolve ${name} (${unsure}).` };
  const message = codes.includes('ENODATA')
    ? `${name} exists in DNS but has no address.`
    : `${name} does not exist in DNS.`;
  return { kind: 'not-found', message };
}

function errorCode(reason: unknown): string {
  return (reason as NodeJS.ErrnoException | undefined)?.code ?? 'UNKNOWN';
}
