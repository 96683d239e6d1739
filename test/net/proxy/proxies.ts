import assert from 'node:assert/strict';

import { parseProxyUrl } from '../../../src/model/proxy-url.ts';
import { askHttpProxy } from '../../../src/net/proxy/http-connect.ts';
import type { ProxyServer, ProxyTarget } from '../../../src/net/proxy/proxy-server.ts';
import { createProxyTalk, type ProxyStep, type ProxyTalk } from '../../../src/net/proxy/proxy-talk.ts';
import { createProxyQuote } from '../../../src/net/proxy/quote-proxy.ts';
import { askSocksProxy } from '../../../src/net/proxy/socks5.ts';

/** A proxy by its URL. */
export function proxyAt(text: string, password?: string): ProxyServer {
  const url = parseProxyUrl(text);
  assert.ok(url.ok, url.ok ? '' : url.error);
  return { ...url.value, password };
}

export const target: ProxyTarget = { host: 'www.contoso.test', port: 443 };

/** A conversation with a proxy of either kind. */
export function talkTo(proxy: ProxyServer, to: ProxyTarget = target): ProxyTalk {
  return createProxyTalk(
    proxy.scheme === 'http' ? askHttpProxy(proxy, to) : askSocksProxy(proxy, to),
    createProxyQuote(proxy),
  );
}

/** Latin-1 bytes of a text. */
export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** How a conversation ended, and all that was sent. */
export interface Ended {
  readonly sent: Uint8Array;
  readonly last: ProxyStep;
}

/** Hands the pieces in, until the conversation ends or none are left. */
export function play(talk: ProxyTalk, pieces: readonly Uint8Array[]): Ended {
  const sent = [talk.start()];
  let last: ProxyStep = { kind: 'more', send: undefined };
  for (const [index, piece] of pieces.entries()) {
    last = talk.receive(piece);
    if (last.kind === 'more' && last.send !== undefined) sent.push(last.send);
    if (last.kind === 'open') {
      // What else comes belongs to the server.
      const rest = Buffer.concat([last.rest, ...pieces.slice(index + 1)]);
      return { sent: new Uint8Array(Buffer.concat(sent)), last: { kind: 'open', rest: new Uint8Array(rest) } };
    }
    if (last.kind === 'refused') break;
  }
  return { sent: new Uint8Array(Buffer.concat(sent)), last };
}

/** The message of a refusal. */
export function refusalOf({ last }: Ended): string {
  assert.equal(last.kind, 'refused', JSON.stringify(last));
  return last.kind === 'refused' ? last.refusal.message : '';
}
