import { parseIpAddress } from '../../model/ip-address.ts';
import { authorityOf, type ProxyServer, type ProxyTarget } from './proxy-server.ts';
import type { ProxyConversation, ProxyRefusal } from './proxy-talk.ts';
import { createProxyQuote } from './quote-proxy.ts';

const version = 5;

/** RFC 1928 §3, and RFC 1929. */
const methods = { none: 0x00, password: 0x02, notAcceptable: 0xff } as const;

/** Asks a SOCKS 5 proxy for a connection (RFC 1928; user and password by RFC 1929). A name is sent as it is: the proxy resolves it. */
export function* askSocksProxy(proxy: ProxyServer, target: ProxyTarget): ProxyConversation {
  const offered = proxy.user === undefined ? [methods.none] : [methods.none, methods.password];
  yield { kind: 'send', bytes: Uint8Array.of(version, offered.length, ...offered) };
  const choice = yield { kind: 'bytes', count: 2 };
  const [spoken, method] = choice;
  if (spoken !== version) return otherProtocol(proxy, choice);
  if (method === methods.notAcceptable) return { message: describeNoMethod(proxy) };
  if (!offered.some((each) => each === method))
    return { message: `chose authentication 0x${hex(method)}, which was not offered` };
  if (method === methods.password) {
    yield { kind: 'send', bytes: loginOf(proxy) };
    const answer = yield { kind: 'bytes', count: 2 };
    // Some proxies answer with the version of SOCKS instead of that of RFC 1929, which is 1.
    if (answer[0] !== 1 && answer[0] !== version) return otherProtocol(proxy, answer);
    if (answer[1] !== 0)
      return { message: `refused the user ${JSON.stringify(proxy.user)} with this password; correct one of them` };
  }
  yield {
    kind: 'send',
    bytes: Uint8Array.of(version, 1, 0, ...addressOf(target.host), target.port >> 8, target.port & 0xff),
  };
  const answer = yield { kind: 'bytes', count: 2 };
  const [answered, reply = 0] = answer;
  if (answered !== version) return otherProtocol(proxy, answer);
  if (reply !== 0) return describeReply(reply, authorityOf(target));
  const form = yield { kind: 'bytes', count: 2 };
  const length = lengthsOfBound[form[1] ?? 0];
  if (length === undefined) return { message: `sent an answer that breaks RFC 1928: address type 0x${hex(form[1])}` };
  const nameLength = length === 'name' ? ((yield { kind: 'bytes', count: 1 })[0] ?? 0) : length;
  yield { kind: 'bytes', count: nameLength + 2 };
  return undefined;
}

/** RFC 1928 §5, by address type: of the address in an answer, which is not needed. */
const lengthsOfBound: Readonly<Record<number, number | 'name' | undefined>> = { 1: 4, 3: 'name', 4: 16 };

/** RFC 1928 §6. */
const replies: Readonly<Record<number, string>> = {
  1: 'general SOCKS server failure',
  2: 'connection not allowed by ruleset',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'TTL expired',
  7: 'command not supported',
  8: 'address type not supported',
};

function describeReply(reply: number, authority: string): ProxyRefusal {
  const said = `it answered ${reply} (${replies[reply] ?? 'an undefined code'})`;
  if (reply === 2)
    return { message: `does not allow a connection to ${authority}: ${said}; allow it in the rules of the proxy` };
  if (reply === 8)
    return { message: `cannot take ${authority}: ${said}; give an IPv4 address with --address, or use another proxy` };
  return { message: `could not connect to ${authority}: ${said}` };
}

function describeNoMethod({ user, scheme }: ProxyServer): string {
  if (user !== undefined)
    return 'accepts neither a user with a password nor anonymous clients (0xFF); use another proxy';
  return `does not accept anonymous clients (0xFF); write ${scheme}://USER@HOST:PORT, and give the password with --proxy-password-file or CERTMUSTER_PROXY_PASSWORD`;
}

function otherProtocol(proxy: ProxyServer, bytes: Uint8Array): ProxyRefusal {
  return { message: `does not answer as a SOCKS 5 proxy does: it sent ${createProxyQuote(proxy)(bytes)}` };
}

/** RFC 1929 §2. Neither is longer than 255 bytes: see `readProxyUrl` and `objectToPassword`. */
function loginOf({ user = '', password = '' }: ProxyServer): Uint8Array {
  const [name, secret] = [new TextEncoder().encode(user), new TextEncoder().encode(password)];
  return Uint8Array.of(1, name.length, ...name, secret.length, ...secret);
}

/** RFC 1928 §5: address type and address. A name has at most 253 characters. */
function addressOf(host: string): readonly number[] {
  const bytes = parseIpAddress(host);
  if (bytes !== undefined) return [bytes.length === 4 ? 1 : 4, ...bytes];
  const name = new TextEncoder().encode(host);
  return [3, name.length, ...name];
}

function hex(byte: number | undefined): string {
  return (byte ?? 0).toString(16).padStart(2, '0');
}
