import { parseIpAddress } from '../../model/ip-address.ts';
import { type ProxyWithPassword, readProxyUrl } from '../../model/proxy-url.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { isInRange, parseAddressRange } from '../../model/address-range.ts';

/** The proxies that the environment of a process names for URLs: HTTP_PROXY, HTTPS_PROXY, and NO_PROXY, where there is none. */
export interface EnvironmentProxies {
  /** Undefined: no proxy for `http:` URLs. */
  readonly http: ProxyWithPassword | undefined;
  readonly https: ProxyWithPassword | undefined;
  /** Entries of NO_PROXY, lower case. */
  readonly exceptions: readonly string[];
}

/**
 * Reads the variables, those in lower case first, as curl and others have them. A URL without a scheme is one of http. The error is
 * about the first variable that is wrong, and quotes no password.
 */
export function readEnvironmentProxies(
  environment: Readonly<Record<string, string | undefined>>,
): Result<EnvironmentProxies, { readonly variable: string; readonly message: string }> {
  const get = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  const found: (ProxyWithPassword | undefined)[] = [];
  for (const variable of ['HTTP_PROXY', 'HTTPS_PROXY']) {
    const text = get(variable);
    const proxy = text === undefined ? undefined : readProxyUrl(text.includes('://') ? text : `http://${text}`);
    if (proxy?.ok === false) return err({ variable, message: proxy.error });
    found.push(proxy?.value);
  }
  const exceptions = (get('NO_PROXY') ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  return ok({ http: found[0], https: found[1], exceptions });
}

/** The proxy for a URL; undefined: it is fetched without one. */
export function proxyForUrl({ http, https, exceptions }: EnvironmentProxies, url: URL): ProxyWithPassword | undefined {
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (exceptions.some((entry) => isExcepted(host, port, entry))) return undefined;
  return url.protocol === 'https:' ? https : http;
}

/** `*`, a name (which stands for those under it too), an address or a range in CIDR, each with a port or without. */
function isExcepted(host: string, port: string, entry: string): boolean {
  if (entry === '*') return true;
  const address = parseIpAddress(host);
  const range = parseAddressRange(entry.replace(/^\[(.*)\]$/, '$1'));
  if (range !== undefined) return address !== undefined && isInRange(address, range);
  const [, place = entry, only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const name = place
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^\*?\.+/, '')
    .replace(/\.$/, '');
  return name !== '' && (host === name || (address === undefined && host.endsWith(`.${name}`)));
}
