import { parseProxyUrl } from '../../model/proxy-url.ts';
import { type EnvironmentProxies, proxyForUrl } from './environment-proxies.ts';
import type { ProxyServer } from './proxy-server.ts';

/** In place of a URL for what is fetched: the proxies that the environment names. */
export const fromEnvironment = 'environment';

/** The proxies of a run, with what they take beside their URLs. */
export interface ProxyBook {
  /** The proxy of a URL that endpoints name. */
  readonly find: (url: string) => ProxyServer;
  /** The proxy by which a URL is fetched, if `wish` is a proxy's URL or `environment`; undefined: none. */
  readonly forFetch: (wish: string, url: URL) => ProxyServer | undefined;
}

export interface ProxyBookOptions {
  /** By the URL of the proxy; absent: no proxy has a user. */
  readonly passwords?: ReadonlyMap<string, string> | undefined;
  /** Absent: the environment names none. */
  readonly environment?: EnvironmentProxies | undefined;
}

/** Keeps passwords where no endpoint, report or message has them. */
export function createProxyBook({ passwords, environment }: ProxyBookOptions = {}): ProxyBook {
  const find = (text: string): ProxyServer => {
    const url = parseProxyUrl(text);
    if (!url.ok) throw new Error('an endpoint has a proxy that targets should have refused');
    return { ...url.value, password: passwords?.get(url.value.text) };
  };
  return {
    find,
    forFetch: (wish, url) => {
      if (wish !== fromEnvironment) return find(wish);
      const proxy = environment && proxyForUrl(environment, url);
      return proxy && { ...proxy.url, password: proxy.password ?? passwords?.get(proxy.url.text) };
    },
  };
}
