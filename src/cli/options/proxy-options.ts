import type { Problem } from '../../model/problem.ts';
import { noProxy, parseProxyUrl } from '../../model/proxy-url.ts';
import { proxyProtocolChoices } from '../../model/vocabulary.ts';
import { parseFetchProxy } from '../../targets/fetch-proxy.ts';
import type { RouteOverrides } from '../../targets/override-route.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';

/** Options about the proxy for what certificates point to. */
export const fetchProxyOptions = {
  'fetch-proxy': {
    kind: 'text',
    describe:
      'proxy for --fetch: URL as in --proxy, environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) or none (proxy of the endpoint)',
  },
  'proxy-password-file': {
    kind: 'text',
    describe:
      'FILE or pipe whose first line is the password for proxies with a user; replaces CERTMUSTER_PROXY_PASSWORD',
  },
} as const satisfies Record<string, Option>;

/** Options about the way to endpoints. */
export const proxyOptions = {
  proxy: {
    kind: 'text',
    describe:
      'connect through http://[USER@]HOST:PORT (CONNECT) or socks5://[USER@]HOST[:PORT], which resolves the names; or none',
  },
  'proxy-protocol': {
    kind: 'text',
    choices: proxyProtocolChoices,
    describe: 'send a PROXY protocol header first, for listeners behind a load balancer that demand one; or none',
  },
  ...fetchProxyOptions,
} as const satisfies Record<string, Option>;

/** What the operator chose. */
export interface RouteChoice {
  readonly route: RouteOverrides;
  readonly problems: readonly Problem[];
}

/** Reads them, but no password. */
export function readProxyOptions(args: Arguments): RouteChoice {
  const problems: Problem[] = [];
  const version = args.text('proxy-protocol');
  return {
    route: {
      proxy: readProxy(args.text('proxy'), problems),
      proxyProtocol: proxyProtocolChoices.find((each) => each === version),
      fetchProxy: readFetchProxy(args.text('fetch-proxy'), problems),
    },
    problems,
  };
}

function readProxy(text: string | undefined, problems: Problem[]): string | undefined {
  if (text === undefined || text === noProxy) return text;
  const url = parseProxyUrl(text);
  if (url.ok) return url.value.text;
  problems.push(problem(url.error, '--proxy'));
  return undefined;
}

function readFetchProxy(text: string | undefined, problems: Problem[]): string | undefined {
  const proxy = text === undefined ? undefined : parseFetchProxy(text);
  if (proxy?.ok === false) problems.push(problem(proxy.error, '--fetch-proxy'));
  return proxy?.ok === true ? proxy.value : undefined;
}
