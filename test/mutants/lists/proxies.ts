import type { Mutant } from '../mutant.ts';

const byProxy = 'test/net/fetch-by-proxy.test.ts';
const httpConnect = 'test/net/proxy/http-connect.test.ts';

/** Proxies: what they may say, what they may be asked for, and what must not leak on the way. */
export const proxyMutants: readonly Mutant[] = [
  {
    id: 'proxy-bytes',
    defends: 'a proxy cannot talk without end',
    file: 'src/net/proxy/proxy-talk.ts',
    replace: 'if (received > maxProxyBytes)',
    by: 'if (received > 2 ** 40)',
    test: {
      file: httpConnect,
      title: 'an answer without end goes past the bound: one line, many lines, provisional answers',
    },
  },
  {
    id: 'proxy-quotes-escaped',
    defends: 'what a proxy says reaches no terminal as it is',
    file: 'src/net/proxy/show-text.ts',
    replace: 'if (byte >= 0x20 && byte < 0x7f) return',
    by: 'if (byte >= 0) return',
    test: {
      file: httpConnect,
      title: 'what is no HTTP proxy is found out at its first wrong byte, and quoted escaped',
    },
  },
  {
    id: 'proxy-fetch-address',
    defends: 'a proxy is not asked for an internal address',
    file: 'src/net/fetch-url.ts',
    replace: 'isIP(host) === 0 ? policy.refuseName(host) : policy.refuse(host, host)',
    by: 'isIP(host) === 0 ? policy.refuseName(host) : undefined',
    test: {
      file: byProxy,
      title: 'addresses that stand in a URL are judged as without a proxy, whatever their spelling',
    },
  },
  {
    id: 'proxy-fetch-name',
    defends: 'a proxy is not asked for an internal name',
    file: 'src/net/fetch-url.ts',
    replace: 'isIP(host) === 0 ? policy.refuseName(host) : policy.refuse(host, host)',
    by: 'isIP(host) === 0 ? undefined : policy.refuse(host, host)',
    test: {
      file: byProxy,
      title: 'names that are internal by themselves are not asked of a proxy, unless they are allowed',
    },
  },
  {
    id: 'http-connects-once',
    defends: 'a server that speaks unasked is not connected to again and again',
    file: 'src/net/ask-http.ts',
    replace: 'if (hasDialed) return',
    by: 'if (false) return',
    test: { file: byProxy, title: 'a server that answers before it was asked is not asked again and again' },
  },
  {
    id: 'proxy-password-in-url',
    defends: 'no URL with a password is accepted',
    file: 'src/model/proxy-url.ts',
    replace: 'if (password === undefined) return ok(url);',
    by: 'return ok(url);',
    test: {
      file: 'test/model/proxy-url.test.ts',
      title: 'a password is refused with the remedy, and neither it nor a part of it is quoted, whatever else is wrong',
    },
  },
  {
    id: 'proxy-url-quoted',
    defends: 'what may be a password is not quoted',
    file: 'src/model/proxy-url.ts',
    replace: 'const shown = JSON.stringify(hideUser(text));',
    by: 'const shown = JSON.stringify(text);',
    test: {
      file: 'test/model/proxy-url.test.ts',
      title: 'a password is refused with the remedy, and neither it nor a part of it is quoted, whatever else is wrong',
    },
  },
];
