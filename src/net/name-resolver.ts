import { isIP } from 'node:net';

import { err, ok, type Result } from '../model/result.ts';
import { createAnswerMemory } from './answer-memory.ts';
import { askDns, createDnsClient, type DnsClient } from './dns-query.ts';
import { abortKind, type NameFailure } from './failure.ts';
import { parseHostsFile } from './hosts-file.ts';
import { createPatientLine } from './patient-line.ts';
import { Recent } from './recent.ts';
import { createSystemLookup } from './system-lookup.ts';
import { untilAborted } from '../async/until-aborted.ts';

export interface NameResolverOptions {
  /** By lower-case host, asked before anything else; the order given is kept. */
  readonly overrides: ReadonlyMap<string, readonly string[]>;
  /** Text of the system's hosts file. */
  readonly hostsFile: string | undefined;
  /** `ADDRESS` or `ADDRESS:PORT`; empty: the system's. Where given, nobody else is asked. */
  readonly dnsServers: readonly string[];
  /** Whether a name that could not be asked for is asked for anew a second later; else that stands for the run. */
  readonly asksAgain?: boolean;
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

/** A name that takes longer no longer counts: its domain's servers are dead, and not whom we ask. */
const namePatienceMs = 1_000;

/** RFC 9520 §3.2: a failure is remembered for a second at least. */
const failureRememberedMs = 1_000;

/** Answers remembered in a run, and their text: see `createAnswerMemory`. One is some 100 bytes. */
const rememberedAnswers = { answers: 32_768, characters: 16_777_216 };

/** Questions under way, and failures that are to be asked again soon. */
const maxOpenQuestions = 65_536;

/** A name with more addresses than this is an attack or a mistake: each one would be dialled. */
const maxAddresses = 256;

/**
 * Resolves names, each once a run: IP literals as they are, then overrides, the hosts file, `localhost` (RFC 6761 §6.3),
 * DNS by c-ares, and last the system's own resolver, which knows search lists and other sources but blocks a thread of
 * four for each question.
 */
export function createNameResolver(options: NameResolverOptions): NameResolver {
  const hosts = parseHostsFile(options.hostsFile ?? '');
  const open = new Recent<Answer>(maxOpenQuestions);
  const remembered = createAnswerMemory<Answer>(rememberedAnswers);
  let dns: DnsClient | undefined;
  const lookUp = createSystemLookup();
  const line = createPatientLine(maxNamesAtOnce, namePatienceMs);
  let hasAnswered = false;

  const ask = async (name: string): Promise<Answer> => {
    dns ??= createDnsClient(options.dnsServers);
    const client = dns;
    const fromDns = await line(() => askDns(client, name));
    const isAnswer = !isTemporary(fromDns);
    hasAnswered ||= isAnswer;
    // Where DNS answers as such, the system's resolver would wait for the same silent servers, and others for it.
    if (fromDns.ok || options.dnsServers.length > 0 || (hasAnswered && !isAnswer)) return fromDns;
    const fromSystem = await lookUp(name);
    return fromSystem.ok ? fromSystem : fromDns;
  };

  const askOnce = (name: string): Promise<Answer> =>
    open.get(name, () => {
      const asked = ask(name).then((answer) => (answer.ok ? capped(name, answer.value) : answer));
      void asked.then((answer) => {
        if (options.asksAgain && isTemporary(answer)) {
          setTimeout(() => open.forget(name, asked), failureRememberedMs).unref();
          return;
        }
        remembered.set(name, answer);
        open.forget(name, asked);
      });
      return asked;
    });

  return {
    resolve: async (host, signal) => {
      const name = host.toLowerCase();
      if (isIP(name) !== 0) return ok([name]);
      const local = options.overrides.get(name) ?? hosts.get(name) ?? loopback(name);
      if (local !== undefined && local.length > 0) return capped(name, [...new Set(local)]);
      const known = remembered.get(name);
      if (known !== undefined) return known;
      return (await untilAborted(askOnce(name), signal)) ?? err(abortFailure(signal, name));
    },
    close: () => dns?.cancel(),
  };
}

/** Not whether there is an address, but that nobody could say. */
function isTemporary(answer: Answer): boolean {
  return !answer.ok && (answer.error.kind === 'timeout' || answer.error.kind === 'dns-error');
}

function loopback(name: string): readonly string[] | undefined {
  return name === 'localhost' || name.endsWith('.localhost') ? ['127.0.0.1', '::1'] : undefined;
}

function capped(name: string, addresses: readonly string[]): Result<readonly string[], NameFailure> {
  if (addresses.length <= maxAddresses) return ok(addresses);
  const message = `${name} has ${addresses.length} addresses; a name may have ${maxAddresses}.`;
  return err({ kind: 'limit', message });
}

function abortFailure(signal: AbortSignal, name: string): NameFailure {
  return abortKind(signal) === 'timeout'
    ? { kind: 'timeout', message: `The time for this endpoint ran out while ${name} was looked up.` }
    : { kind: 'aborted', message: 'The run was interrupted.' };
}
