import assert from 'node:assert/strict';

import { maxProxyBytes } from '../../src/net/proxy/proxy-talk.ts';
import { bytes, proxyAt, talkTo } from '../net/proxy/proxies.ts';
import { bytesOf, type FuzzTarget, textOf } from './fuzz-target.ts';
import { mutateBytes } from './mutate-bytes.ts';

const secret = 's3cret-of-audit';
/** As the header of the request has it. */
const login = Buffer.from(`audit:${secret}`).toString('base64');

const proxies = new Map(
  ['http://proxy.test:3128', 'http://audit@proxy.test:3128', 'socks5://proxy.test', 'socks5://audit@proxy.test'].map(
    (text) => [text, proxyAt(text, text.includes('@') ? secret : undefined)] as const,
  ),
);

const answers: Readonly<Record<string, readonly Uint8Array[]>> = {
  http: [
    bytes('HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n220 mx\r\n'),
    bytes('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n'),
    bytes('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 3\r\n\r\nabc'),
    bytes(`HTTP/1.1 403 ${login}\r\nProxy-Status: x; details="${secret}"\r\n\r\n`),
    bytes(`HTTP/1.1 407 No\r\nProxy-Authenticate: Digest realm="${login}"\r\n\r\n`),
    bytes(`CONNECT a:1 HTTP/1.1\r\nProxy-Authorization: Basic ${login}\r\n\r\n`),
    bytes('HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\n\r\n'),
  ],
  socks5: [
    Uint8Array.of(5, 0, 5, 0, 0, 1, 10, 0, 0, 1, 0x1f, 0x90, ...bytes('220 mx\r\n')),
    Uint8Array.of(5, 2, 1, 0, 5, 0, 0, 3, 5, ...bytes('proxy'), 0x1f, 0x90),
    Uint8Array.of(5, 2, 1, 1),
    Uint8Array.of(5, 0, 5, 4, 0, 1, 0, 0, 0, 0, 0, 0),
  ],
};

/** What proxies answer, changed and cut anywhere: no password comes back, nothing unprintable is quoted, and every talk is bounded. */
export function fuzzProxies(): FuzzTarget {
  return {
    name: 'proxies',
    make: (random) => {
      const url = random.pick([...proxies.keys()]);
      const answer = random.pick(answers[url.startsWith('http') ? 'http' : 'socks5'] ?? []);
      const changed = random.onceIn(4) ? answer : mutateBytes(answer, random);
      return [url, changed, String(1 + random.below(random.onceIn(2) ? 4 : 200))];
    },
    judge: (input) => {
      const proxy = proxies.get(textOf(input[0]));
      assert.ok(proxy !== undefined);
      const said = bytesOf(input[1]);
      const pieceBytes = Number(textOf(input[2]));
      const talk = talkTo(proxy);
      talk.start();
      for (let at = 0; at < said.length; at += pieceBytes) {
        const step = talk.receive(said.subarray(at, at + pieceBytes));
        if (step.kind === 'open') {
          const rest = Buffer.concat([step.rest, said.subarray(at + pieceBytes)]);
          // What is handed on is the end of what came, whole.
          assert.deepEqual(rest, Buffer.from(said.subarray(said.length - rest.length)));
          return 'open';
        }
        if (step.kind === 'refused') {
          const { message } = step.refusal;
          const isLeak = proxy.password !== undefined && (message.includes(secret) || message.includes(login));
          assert.ok(!isLeak && /^[ -~…]+$/.test(message) && message.length < 800, message);
          return message.split(' ').slice(0, 2).join(' ');
        }
      }
      assert.ok(said.length <= maxProxyBytes);
      return 'more';
    },
  };
}
