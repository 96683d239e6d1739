import type { VirtualServerDeclaration } from '../model/targets-file.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';
import type { Partly } from '../model/shape-problems.ts';
import type { ReverseProxy, Server, VirtualServer } from './targets.ts';
import type { VirtualServerUrl } from './virtual-server-url.ts';

type Declared = Partly<VirtualServerDeclaration>;

/** Reads one virtual server. The URL's port is the default of the others. */
export function parseVirtualServer(declared: Declared, path: Path, collector: ProblemCollector): VirtualServer {
  const url = collector.url([...path, 'url'], declared.url);
  const access = declared.access ?? (declared.reverseProxy === undefined ? 'internal' : 'external');
  return {
    url,
    access,
    servers: parseServers(declared.servers ?? [], url, [...path, 'servers'], collector),
    loadBalancer: declared.loadBalancer
      ? {
          address: collector.address([...path, 'loadBalancer', 'address'], declared.loadBalancer.address),
          port: declared.loadBalancer.port ?? url.port,
          decryptsTls: declared.loadBalancer.decryptsTls ?? access !== 'internal',
        }
      : null,
    reverseProxy: declared.reverseProxy
      ? parseReverseProxy(declared.reverseProxy, url, [...path, 'reverseProxy'], collector)
      : null,
  };
}

function parseServers(
  declared: NonNullable<Declared['servers']>,
  url: VirtualServerUrl,
  path: Path,
  collector: ProblemCollector,
): readonly Server[] {
  const first = new Map<string, number>();
  return declared.flatMap((each, index) => {
    if (each === undefined) return [];
    const fqdn = collector.fqdn([...path, index, 'fqdn'], each.fqdn);
    const earlier = first.get(fqdn);
    if (earlier !== undefined) {
      collector.report([...path, index, 'fqdn'], `servers[${earlier}] of this virtual server has the same name`);
    } else if (fqdn !== '') first.set(fqdn, index);
    return [
      {
        fqdn,
        address: collector.address([...path, index, 'address'], each.address),
        httpsPort: each.httpsPort ?? url.port,
        mtlsPort: each.mtlsPort ?? null,
        mtlsAddress: collector.address([...path, index, 'mtlsAddress'], each.mtlsAddress),
      },
    ];
  });
}

function parseReverseProxy(
  declared: NonNullable<Declared['reverseProxy']>,
  url: VirtualServerUrl,
  path: Path,
  collector: ProblemCollector,
): ReverseProxy {
  const { external, internal } = declared;
  const outer = external?.url === undefined ? url : collector.url([...path, 'external', 'url'], external.url);
  return {
    fqdn: collector.fqdn([...path, 'fqdn'], declared.fqdn),
    product: declared.product ?? null,
    external: {
      url: outer,
      address: collector.address([...path, 'external', 'address'], external?.address),
      port: external?.port ?? outer.port,
    },
    internal: internal
      ? {
          address: collector.address([...path, 'internal', 'address'], internal.address),
          port: internal.port ?? url.port,
        }
      : null,
  };
}
