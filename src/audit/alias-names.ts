import type { Deployment, NameResolution } from '../model/deployment.ts';
import type { ResolveName } from '../net/name-resolver.ts';
import { parseIpAddress } from '../model/ip-address.ts';

/** Names looked up at once. */
const namesAtOnce = 32;

/** A virtual server's clients put `as.` and `download.` before its name; see the check `alias-addresses`. */
const prefixes = ['', 'as.', 'download.'] as const;

/**
 * The names whose addresses `alias-addresses` compares: the host of every virtual server, alone and with each prefix. They are looked up
 * even if the targets file gives addresses, unless a proxy resolves them. IP literals and single labels have no such names.
 */
export function aliasNames(deployment: Deployment): readonly string[] {
  if (deployment.proxy !== undefined) return [];
  return deployment.virtualServers
    .map(({ host }) => host)
    .filter((host) => host.includes('.') && parseIpAddress(host) === undefined)
    .flatMap((host) => prefixes.map((prefix) => `${prefix}${host}`));
}

/** Looks up the alias names of all deployments, each once. */
export async function resolveAliasNames(
  deployments: readonly Deployment[],
  resolve: ResolveName,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<readonly NameResolution[]> {
  const names = [...new Set(deployments.flatMap(aliasNames))];
  const resolutions: NameResolution[] = [];
  for (let at = 0; at < names.length; at += namesAtOnce) {
    const end = AbortSignal.timeout(options.timeoutMs);
    // One signal for each name: Node warns of a leak if more than ten listeners share one.
    const newSignal = (): AbortSignal => AbortSignal.any([options.signal, end]);
    const batch = names.slice(at, at + namesAtOnce).map((name) => resolveOne(name, resolve, newSignal()));
    resolutions.push(...(await Promise.all(batch)));
  }
  return resolutions;
}

/** Looks up one name. */
export async function resolveOne(name: string, resolve: ResolveName, signal: AbortSignal): Promise<NameResolution> {
  const answer = await resolve(name, signal);
  return answer.ok
    ? { name, addresses: [...answer.value].sort(), failure: null }
    : { name, addresses: [], failure: { stage: 'dns', ...answer.error } };
}
