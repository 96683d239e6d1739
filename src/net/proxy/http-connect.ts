import { basicCredentials } from './basic-credentials.ts';
import { authorityOf, type ProxyServer, type ProxyTarget } from './proxy-server.ts';
import type { ProxyConversation, ProxyRefusal } from './proxy-talk.ts';
import { createProxyQuote } from './quote-proxy.ts';
import { showText } from './show-text.ts';

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6). After the head of a 2xx answer everything belongs to the server behind it, whatever
 * length the head announces. The page that explains a refusal is not read.
 */
export function* askHttpProxy(proxy: ProxyServer, target: ProxyTarget): ProxyConversation {
  const authority = authorityOf(target);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`, 'User-Agent: certmuster'];
  const login = basicCredentials(proxy);
  if (login !== undefined) lines.push(`Proxy-Authorization: ${login}`);
  yield { kind: 'send', bytes: new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`) };
  for (;;) {
    const first = textOf(yield { kind: 'line', begins: 'HTTP/1.' });
    const status = Number(/^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(first)?.[1]);
    if (Number.isNaN(status))
      return { message: `does not answer as an HTTP proxy does: it sent ${createProxyQuote(proxy)(first)}` };
    const headers: string[] = [];
    for (;;) {
      const line = textOf(yield { kind: 'line' });
      if (line === '') break;
      headers.push(line);
    }
    if (status >= 200 && status <= 299) return undefined;
    // RFC 9110 §15.2: provisional answers come before the one that counts. 101 would answer an Upgrade.
    if (status >= 200 || status === 101) return describeStatus({ status, first, headers }, proxy, authority);
  }
}

interface Answer {
  readonly status: number;
  readonly first: string;
  readonly headers: readonly string[];
}

function describeStatus({ status, first, headers }: Answer, proxy: ProxyServer, authority: string): ProxyRefusal {
  const quote = createProxyQuote(proxy);
  const said = `it answered ${quote(first.replace(/^HTTP\/1\.[01] /, ''))}`;
  // Squid's own word for its reason, and RFC 9209.
  const reason = headerOf(headers, 'proxy-status') ?? headerOf(headers, 'x-squid-error');
  const detail = reason === undefined ? said : `${said} (${quote(reason)})`;
  if (status === 407) return { message: describeDemand(proxy, headerOf(headers, 'proxy-authenticate')) };
  if (status === 401 || status === 403)
    return { message: `does not allow a connection to ${authority}: ${detail}; allow it in the rules of the proxy` };
  if (status === 502 || status === 503) return { message: `could not connect to ${authority}: ${detail}` };
  if (status === 504) return { message: `had no answer from ${authority} in time: ${detail}` };
  if (status === 400 || status === 404 || status === 405 || status === 501)
    return { message: `refused CONNECT ${authority}: ${detail}; use a proxy that allows tunnels to this port` };
  return { message: `did not open a tunnel to ${authority}: ${detail}` };
}

/** What to do about 407. `offered`: Proxy-Authenticate. */
export function describeDemand(proxy: ProxyServer, offered: string | undefined): string {
  const { user, scheme } = proxy;
  const isBasic = offered === undefined || /(?:^|,)\s*basic\b/i.test(offered);
  if (!isBasic) {
    const said = createProxyQuote(proxy)(offered);
    return `demands authentication that is not supported: ${said}; let the proxy accept Basic`;
  }
  if (user !== undefined) return `refused the user ${showText(user)} with this password (407); correct one of them`;
  return `demands a user and a password (407); write ${scheme}://USER@HOST:PORT, and give the password with --proxy-password-file or CERTMUSTER_PROXY_PASSWORD`;
}

/** All values of a header, joined as RFC 9110 §5.3 allows. */
function headerOf(headers: readonly string[], name: string): string | undefined {
  const values = headers.filter((line) => line.toLowerCase().startsWith(`${name}:`));
  return values.length === 0 ? undefined : values.map((line) => line.slice(name.length + 1).trim()).join(', ');
}

function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
