import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { NameMatcher, Role } from '../../model/vocabulary.ts';

/** A place of a deployment that has a certificate. */
export interface DeclaredPlace {
  /** As messages call it: `https://im.contoso.com`, `cwa01.contoso.local (MTLS)`. */
  readonly text: string;
  /** The names of its certificate. */
  readonly hosts: readonly string[];
  /** By which a certificate belongs there. */
  readonly matcher: NameMatcher;
  /** `ownerKey` of the endpoints that are dialed by these names; absent: those of virtual servers. */
  readonly owners?: ReadonlySet<string>;
}

/** Endpoints of one role that belong to one element of the parameters are one place, under all its names. */
export function ownerKey(role: Role, elements: Endpoint['elements']): string {
  return `${role} ${JSON.stringify(elements ?? {})}`;
}

/** Every place that the topology of a deployment declares, virtual servers first. */
export function declaredPlaces({ virtualServers }: Deployment): readonly DeclaredPlace[] {
  const places = virtualServers.map(({ url, host }) => secure(url, host));
  const proxies = virtualServers.flatMap(({ reverseProxy: proxy }): readonly DeclaredPlace[] => {
    if (proxy === null) return [];
    return [
      secure(`https://${proxy.externalHost} (reverse proxy)`, proxy.externalHost),
      { text: `${proxy.fqdn} (reverse proxy)`, hosts: [proxy.fqdn], matcher: 'schannel' },
    ];
  });
  const listeners = virtualServers.flatMap(({ servers }) =>
    servers.map(({ fqdn }): DeclaredPlace => ({ text: `${fqdn} (MTLS)`, hosts: [fqdn], matcher: 'mtls' })),
  );
  return [...places, ...proxies, ...listeners];
}

/** What Table 2 of the specification lists for a URL. */
function secure(text: string, host: string): DeclaredPlace {
  return { text, hosts: [host, `as.${host}`, `download.${host}`], matcher: 'schannel' };
}
