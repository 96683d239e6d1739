import { uint16, vector16 } from '../../src/tls/bytes/byte-writer.ts';
import { type Animal, endsAfterChain, endsIn, isRead } from './animal.ts';
import {
  certificateMessage,
  certificateMessageTls13,
  encryptedExtensions,
  handshake,
  serverHello,
  serverHelloDone,
} from './server-messages.ts';
import { createTls13Server, helloRetryRequest, shareOf, tls13Hello } from './tls13-server.ts';
import type { Hello } from './visit.ts';

const x25519 = 0x001d;
const secp256r1 = 0x0017;

/** No client goes on with such a suite, and its flight holds no proof. */
const unproven = endsAfterChain('protocol');

/** Peers that choose what was not offered, which hides no chain up to TLS 1.2, or share a key that is none. */
export const hellos: readonly Animal[] = [
  saysAndGoesOn('unknown-extension', 'answers with an unknown extension', () =>
    serverHello({ extensions: [[0xabcd, uint16(1)]] }),
  ),
  saysAndGoesOn('unasked-extension', 'answers with an extension we did not send', () =>
    serverHello({ extensions: [[0x000f, uint16(1)]] }),
  ),
  saysAndGoesOn('extension-twice', 'answers with the same extension twice', () =>
    serverHello({
      extensions: [
        [0xff01, Uint8Array.of(0)],
        [0xff01, Uint8Array.of(0)],
      ],
    }),
  ),
  saysAndGoesOn('unknown-suite', 'chooses an unknown suite', () => serverHello({ suite: 0xfafa }), unproven),
  saysAndGoesOn(
    'unoffered-suite',
    'chooses a suite that was not offered',
    () => serverHello({ suite: 0x0002 }),
    unproven,
  ),
  saysAndGoesOn('suite-of-another-version', 'chooses a suite of TLS 1.3 for TLS 1.2', () =>
    serverHello({ suite: 0x1301 }),
  ),
  saysAndGoesOn('version-0399', 'chooses TLS 3.153', () => serverHello({ version: 0x0399 })),
  says('version-0002', 'chooses SSL 2.0', () => serverHello({ version: 0x0002 })),
  saysAndGoesOn('tls13-by-legacy-version', 'says TLS 1.3 where RFC 8446 forbids it', () =>
    serverHello({ version: 0x0304 }),
  ),
  {
    name: 'other-session',
    does: 'does not repeat our session id in TLS 1.3',
    behave: async (visit, { chain, key }) => {
      const hello = await visit.hello();
      const server = createTls13Server({ ...hello, sessionId: new Uint8Array(32) });
      if (server === undefined) return;
      const said = [server.opening, server.say(encryptedExtensions, certificateMessageTls13(chain))];
      said.push(server.say(server.verify(key)));
      said.push(server.say(server.finished()));
      await visit.send(Buffer.concat(said));
    },
    ends: isRead('handshake-conformance'),
  },
  says('no-share', 'answers TLS 1.3 without a key share', (hello) => tls13Hello(hello)),
  says('short-share', 'shares a key of 31 bytes', (hello) => tls13Hello(hello, shareOf(x25519, new Uint8Array(31)))),
  says('long-share', 'shares a key of 60,000 bytes', (hello) =>
    tls13Hello(hello, shareOf(x25519, new Uint8Array(60_000))),
  ),
  says('zero-share', 'shares an X25519 key of zeros', (hello) =>
    tls13Hello(hello, shareOf(x25519, new Uint8Array(32))),
  ),
  says('unknown-group', 'shares a key of an unknown group', (hello) =>
    tls13Hello(hello, shareOf(0xfafa, new Uint8Array(32))),
  ),
  says('unasked-group', 'shares a key of a group we sent no share for', (hello) =>
    tls13Hello(hello, shareOf(secp256r1, offCurve)),
  ),
  {
    name: 'point-off-the-curve',
    does: 'asks for P-256 and shares a point that is not on it',
    behave: async (visit) => {
      const hello = await visit.hello();
      await visit.send(handshake(helloRetryRequest(hello, [0x0033, uint16(secp256r1)])));
      return visit.send(handshake(tls13Hello(await visit.hello(), shareOf(secp256r1, offCurve))));
    },
    ends: endsIn('protocol'),
  },
  says('retry-for-unknown-group', 'asks for an unknown group', (hello) =>
    helloRetryRequest(hello, [0x0033, uint16(0xfafa)]),
  ),
  says('retry-for-nothing', 'asks for another hello and for no change in it', (hello) => helloRetryRequest(hello)),
  {
    name: 'huge-cookie',
    does: 'asks for a hello with a cookie of 60,000 bytes',
    behave: async (visit) => {
      const request = helloRetryRequest(await visit.hello(), [0x002c, vector16(new Uint8Array(60_000))]);
      return visit.send(handshake(request));
    },
    ends: endsIn('limit'),
  },
];

const offCurve = Uint8Array.of(4, ...new Uint8Array(64).fill(1));

function says(name: string, does: string, write: (hello: Hello) => Uint8Array): Animal {
  return {
    name,
    does,
    behave: async (visit) => visit.send(handshake(write(await visit.hello()))),
    ends: endsIn('protocol'),
  };
}

/** Goes on as if nothing were wrong with its ServerHello. */
function saysAndGoesOn(
  name: string,
  does: string,
  write: () => Uint8Array,
  ends = isRead('handshake-conformance'),
): Animal {
  return {
    name,
    does,
    behave: async (visit, { chain }) => {
      await visit.hello();
      await visit.send(handshake(write(), certificateMessage(chain), serverHelloDone));
    },
    ends,
  };
}
