import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { ResolveName } from '../net/name-resolver.ts';
import { resolveOne } from './alias-names.ts';

/** Looks up the names that an endpoint lists under `resolves`, while it is dialed; undefined: it lists none, or a proxy resolves them. */
export function resolveBeside(
  { resolves, proxy }: Pick<ResolvedEndpoint, 'resolves' | 'proxy'>,
  resolve: ResolveName | undefined,
  { signal }: { readonly signal: AbortSignal },
): Promise<Pick<EndpointObservation, 'nameResolutions'>> | undefined {
  if (resolves === undefined || proxy !== undefined || resolve === undefined) return undefined;
  return Promise.all(resolves.map((name) => resolveOne(name, resolve, signal))).then((nameResolutions) => ({
    nameResolutions,
  }));
}
