import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Scope } from '../policy/template.ts';

type Elements = NonNullable<Endpoint['elements']>;

/**
 * What templates of a role name: the name dialed, the names that virtual servers declare, the parameters of the deployment, and the
 * elements of its lists that the endpoint belongs to. Null: there is such a name and it is not declared.
 */
export function topologyScope(endpoint: Endpoint, deployment: Deployment | undefined): Scope {
  const { port, names, elements } = endpoint;
  // An address of a range is where a certificate was found, not a name that it should have.
  const host = endpoint.range === undefined ? endpoint.host : null;
  const declared = {
    url: { host: names.url },
    server: { fqdn: names.server },
    proxy: { fqdn: names.proxy },
    externalUrl: { host: names.externalUrl },
    proxyOrExternalUrl: { host: proxyOrExternalUrl(names) },
    host,
    port,
  };
  const parameters = deployment?.parameters;
  if (parameters === undefined && elements === undefined) return declared;
  const bound = Object.entries(elements ?? {}).map(([name, path]) => [name, elementAt(path, parameters ?? {})]);
  return { ...declared, ...parameters, host, port, ...Object.fromEntries(bound) };
}

/** Specification, Table 2, note: if the URLs differ the proxy's FQDN stands on the external interface. */
function proxyOrExternalUrl({ url, proxy, externalUrl }: Endpoint['names']): string | null {
  if (externalUrl === null) return null;
  return url === null || url === externalUrl ? externalUrl : proxy;
}

/** The element that a path of keys and indices leads to, with the element of the list around it as its `parent`. */
function elementAt(path: Elements[string], parameters: Scope): unknown {
  let element: unknown = parameters;
  let parent: object = {};
  for (const step of path) {
    const next: unknown = Object(element)[step];
    if (!isObject(next) || Array.isArray(next)) {
      element = next;
      continue;
    }
    element = { ...next, ...parent };
    parent = { parent: element };
  }
  return element;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
