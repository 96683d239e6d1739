import type { Deployment, NameResolution } from '../model/deployment.ts';
import type { ResolveName } from '../net/name-resolver.ts';
import { parseIpAddress } from '../model/ip-address.ts';

/** Names asked for at once. */
const namesAtOnce = 32;

/** `as.` and `download.` are what a virtual server's clients put before its name; see `alias-addresses`. */
const prefixes = ['', 'as.', 'download.'] as const;

/**
 * The names whose addresses `alias-addresses` compares: base, `as.` and `download.` of every virtual server, always asked
 * for, whatever addresses the targets file gives. IP literals and single labels have no such names.
 */
export function aliasNames(deployment: Deployment): readonly string[] {
  if (deployment.policy !== 'cwa-2007-r2') return [];
  return deployment.virtualServers
    .map(({ host }) => host)
    .filter((host) => host.includes('.') && parseIpAddress(host) === undefined)
    .flatMap((host) => prefixes.map((prefix) => `${prefix}${host}`));
}

/** Looks the alias names of all deployments up, each once. */
export async function resolveAliasNames(
  deployments: readonly Deployment[],
  resolve: ResolveName,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<readonly NameResolution[]> {
  const names = [...new Set(deployments.flatMap(aliasNames))];
  const resolutions: NameResolution[] = [];
  for (let at = 0; at < names.length; at += namesAtOnce) {
    const end = AbortSignal.timeout(options.timeoutMs);
    // A signal a name: Node warns of a leak where more than ten listen to one.
    const newSignal = (): AbortSignal => AbortSignal.any([options.signal, end]);
    const batch = names.slice(at, at + namesAtOnce).map((name) => resolveOne(name, resolve, newSignal()));
    resolutions.push(...(await Promise.all(batch)));
  }
  return resolutions;
}

async function resolveOne(name: string, resolve: ResolveName, signal: AbortSignal): Promise<NameResolution> {
  const answer = await resolve(name, signal);
  return answer.ok
    ? { name, addresses: [...answer.value].sort(), failure: null }
    : { name, addresses: [], failure: { stage: 'dns', ...answer.error } };
}
