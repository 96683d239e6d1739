import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { ResolveName } from '../net/name-resolver.ts';
import { resolveOne } from './alias-names.ts';

/** Looks up the names that an endpoint says, while it is dialed; undefined: it says none. Through a proxy the proxy resolves them. */
export async function resolveBeside(
  { resolves, proxy }: Pick<ResolvedEndpoint, 'resolves' | 'proxy'>,
  resolve: ResolveName | undefined,
  { signal }: { readonly signal: AbortSignal },
): Promise<Pick<EndpointObservation, 'nameResolutions'> | undefined> {
  if (resolves === undefined || proxy !== undefined || resolve === undefined) return undefined;
  return { nameResolutions: await Promise.all(resolves.map((name) => resolveOne(name, resolve, signal))) };
}
