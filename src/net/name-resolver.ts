import { isIP } from 'node:net';

import { createBoundedMap } from '../async/bounded-map.ts';
import { createLimit, type FreeSlot } from '../async/limit.ts';
import { untilAborted } from '../async/until-aborted.ts';
import { err, ok, type Result } from '../model/result.ts';
import { createAddressFamilies } from './address-families.ts';
import { createDnsClient, type DnsClient } from './dns-query.ts';
import { abortKind, type NameFailure } from './failure.ts';
import { parseHostsFile } from './hosts-file.ts';
import { createSystemLookup } from './system-lookup.ts';
import { describeUnreachableServers } from './unreachable-servers.ts';

export interface NameResolverOptions {
  /** By lower-case host, asked before anything else; the order given is kept. */
  readonly overrides: ReadonlyMap<string, readonly string[]>;
  /** Text of the system's hosts file. */
  readonly hostsFile: string | undefined;
  /** `ADDRESS` or `ADDRESS:PORT`; empty: the system's. If given, no other server is asked. */
  readonly dnsServers: readonly string[];
  /** Whether a name for which no server had an answer may be asked for again after a second; if not, the failure holds for the run. */
  readonly asksAgain?: boolean;
  /** The addresses of this machine; see `AddressFamiliesOptions`. */
  readonly ownAddresses?: (() => readonly string[] | undefined) | undefined;
}

type Answer = Result<readonly string[], NameFailure>;

/** The addresses of a name, at least one, each once, in an order that is the same in every run. */
export type ResolveName = (host: string, signal: AbortSignal) => Promise<Answer>;

export interface NameResolver {
  readonly resolve: ResolveName;
  /** Gives up all questions under way. */
  readonly close: () => void;
}

/**
 * Names asked for at once, two questions each. dnsmasq refuses what goes beyond 150 questions under way (--dns-forward-max), and
 * the buffer that Linux gives a socket (212,992 bytes) holds some 270 answers.
 */
const maxNamesAtOnce = 64;

/** A name that takes longer no longer counts: the servers of its domain are dead, not the one that we ask. */
const slowNameMs = 1_000;

/** RFC 9520 §3.2: a failure is remembered for a second at least. */
const failureRememberedMs = 1_000;

/**
 * Names remembered. One takes some 300 bytes, so all of them 3 MB, and 86 MB if each has `maxAddresses`. Targets of one
 * name stand close together in a list; if they do not, the name is asked for again.
 */
const maxRememberedNames = 8_192;

/** A name with more addresses than this is an attack or a mistake: each one would be dialed. */
const maxAddresses = 256;

/**
 * Resolves names, each once a run: IP literals as they are, then overrides, the hosts file, `localhost` (RFC 6761 §6.3),
 * DNS by c-ares, and last the system's own resolver, which knows search lists and other sources but blocks a thread of
 * four for each question.
 */
export function createNameResolver(options: NameResolverOptions): NameResolver {
  const { overrides, hostsFile = '', dnsServers, asksAgain = false, ownAddresses } = options;
  const hosts = parseHostsFile(hostsFile);
  const answers = createBoundedMap<Promise<Answer>>(maxRememberedNames);
  const client = createDnsClient(dnsServers);
  const dnsLimit = createLimit(maxNamesAtOnce);
  const lookUp = createSystemLookup();
  let hasDnsAnswered = false;

  // `-4` and `-6` are about what is audited, so they leave out no DNS server.
  const machine = createAddressFamilies({ ownAddresses });

  const ask = async (name: string): Promise<Answer> => {
    const unreachable = describeUnreachableServers(dnsServers, machine);
    if (unreachable !== undefined) return err({ kind: 'no-address-family', message: unreachable });
    const fromDns = await dnsLimit((freeSlot) => askDnsFor(name, client, freeSlot));
    const isAnswer = !isTemporary(fromDns);
    hasDnsAnswered ||= isAnswer;
    // If DNS answers other names, the system's resolver would wait for the same silent servers, and other names for it.
    if (fromDns.ok || dnsServers.length > 0 || (hasDnsAnswered && !isAnswer)) return fromDns;
    const fromSystem = await lookUp(name);
    return fromSystem.ok ? fromSystem : fromDns;
  };

  const askOnce = (name: string): Promise<Answer> =>
    answers.getOrMake(name, async () => {
      const answer = await ask(name);
      if (asksAgain && isTemporary(answer)) setTimeout(answers.delete, failureRememberedMs, name).unref();
      return answer.ok ? capped(name, answer.value) : answer;
    });

  return {
    resolve: async (host, signal) => {
      const name = host.toLowerCase();
      if (isIP(name) !== 0) return ok([name]);
      const local = overrides.get(name) ?? hosts.get(name) ?? loopback(name);
      if (local !== undefined && local.length > 0) return capped(name, [...new Set(local)]);
      return (await untilAborted(askOnce(name), signal)) ?? err(abortFailure(signal, name));
    },
    close: () => client.cancel(),
  };
}

/** A question that takes long frees its slot, so that silent servers hold up no other name. */
async function askDnsFor(name: string, client: DnsClient, freeSlot: FreeSlot): Promise<Answer> {
  const timer = setTimeout(freeSlot, slowNameMs);
  const answer = await client.ask(name);
  clearTimeout(timer);
  return answer;
}

/** The name may have addresses: no server could say. */
function isTemporary(answer: Answer): boolean {
  return !answer.ok && (answer.error.kind === 'timeout' || answer.error.kind === 'dns-error');
}

function loopback(name: string): readonly string[] | undefined {
  return name === 'localhost' || name.endsWith('.localhost') ? ['127.0.0.1', '::1'] : undefined;
}

function capped(name: string, addresses: readonly string[]): Result<readonly string[], NameFailure> {
  if (addresses.length <= maxAddresses) return ok(addresses);
  const message = `${name} has ${addresses.length} addresses; the limit is ${maxAddresses}.`;
  return err({ kind: 'limit', message });
}

function abortFailure(signal: AbortSignal, name: string): NameFailure {
  return abortKind(signal) === 'timeout'
    ? { kind: 'timeout', message: `The time limit for this endpoint was reached while ${name} was looked up.` }
    : { kind: 'aborted', message: 'The run was interrupted.' };
}
