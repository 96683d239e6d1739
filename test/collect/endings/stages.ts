import type { Presentation } from '../../../src/lab/tls-listener.ts';
import { writeHandshakeMessage } from '../../../src/tls/messages/handshake-message.ts';
import { ecdheEcdsa, keyExchange, serverRandom } from '../../zoo/key-exchange.ts';
import {
  alert,
  certificateMessage,
  certificateMessageTls13,
  encryptedExtensions,
  handshake,
  record,
  serverHello,
} from '../../zoo/server-messages.ts';
import { createTls13Server, type Tls13Server } from '../../zoo/tls13-server.ts';
import type { Hello, Visit } from '../../zoo/visit.ts';

/** How far a server gets before it ends the handshake. */
export interface Stage {
  readonly name: string;
  readonly isTls13: boolean;
  readonly chainSeen: boolean;
  /** The proof of the key was among what was sent. */
  readonly keyProved: boolean;
  /** What is sent up to there; undefined: this hello does not lead to the stage (TLS 1.3 was not offered). */
  readonly say: (hello: Hello, presentation: Presentation) => Said | undefined;
}

interface Said {
  readonly bytes: Uint8Array;
  /** Records of this content, sealed if the server encrypts by now. */
  readonly seal: (type: number, content: Uint8Array) => Uint8Array;
}

/** Every stage of a flight up to TLS 1.2, and of one of TLS 1.3. */
export const stages: readonly Stage[] = [
  tls12('before any byte', false, () => new Uint8Array(0)),
  tls12('inside the first record header', false, () => Uint8Array.of(22, 3, 3)),
  tls12('inside ServerHello', false, ([hello]) => hello.subarray(0, 30)),
  tls12('after ServerHello', false, ([hello]) => hello),
  tls12('inside Certificate', false, ([hello, certificate]) => Buffer.concat([hello, certificate.subarray(0, 200)])),
  tls12('after Certificate', true, ([hello, certificate]) => Buffer.concat([hello, certificate])),
  tls12('after CertificateRequest', true, (messages) => Buffer.concat(messages)),
  ecdhe('before ServerKeyExchange', () => []),
  ecdhe('after ServerKeyExchange', (hello, { key }) => [keyExchange(hello, { signer: key.privateKey })]),
  tls13('after ServerHello of TLS 1.3', false, () => []),
  tls13('after EncryptedExtensions', false, ({ say }) => [say(encryptedExtensions)]),
  tls13('after CertificateRequest of TLS 1.3', false, ({ say }) => [say(encryptedExtensions, requestTls13)]),
  tls13('after Certificate of TLS 1.3', true, ({ say }, { chain }) => [
    say(encryptedExtensions, certificateMessageTls13(chain.map(({ der }) => der))),
  ]),
  tls13('after CertificateVerify', true, ({ say, verify }, { chain, key }) => [
    say(encryptedExtensions, certificateMessageTls13(chain.map(({ der }) => der))),
    say(verify(key)),
  ]),
];

const request = writeHandshakeMessage(0x0d, Uint8Array.of(1, 1, 0, 2, 4, 1, 0, 0));
const requestTls13 = writeHandshakeMessage(0x0d, Uint8Array.of(0, 0, 8, 0, 0x0d, 0, 4, 0, 2, 4, 3));

function tls12(
  name: string,
  chainSeen: boolean,
  part: (messages: readonly [Uint8Array, Uint8Array, Uint8Array]) => Uint8Array,
): Stage {
  return {
    name,
    isTls13: false,
    chainSeen,
    keyProved: false,
    say: ({ version }, { chain }) => {
      const certificate = certificateMessage(chain.map(({ der }) => der));
      const bytes = part([handshake(serverHello({ version })), handshake(certificate), handshake(request)]);
      return { bytes, seal: record };
    },
  };
}

/** TLS 1.2 with a signed key exchange. */
function ecdhe(name: string, part: (hello: Hello, presentation: Presentation) => readonly Uint8Array[]): Stage {
  return {
    name,
    isTls13: false,
    chainSeen: true,
    keyProved: name === 'after ServerKeyExchange',
    say: (hello, presentation) => {
      const certificate = certificateMessage(presentation.chain.map(({ der }) => der));
      const opening = serverHello({ suite: ecdheEcdsa, random: serverRandom });
      return { bytes: handshake(opening, certificate, ...part(hello, presentation)), seal: record };
    },
  };
}

function tls13(
  name: string,
  chainSeen: boolean,
  part: (server: Tls13Server, presentation: Presentation) => readonly Uint8Array[],
): Stage {
  return {
    name,
    isTls13: true,
    chainSeen,
    keyProved: name === 'after CertificateVerify',
    say: (hello, presentation) => {
      const server = createTls13Server(hello);
      if (server === undefined) return undefined;
      return { bytes: Buffer.concat([server.opening, ...part(server, presentation)]), seal: server.seal };
    },
  };
}

/** How a server ends a handshake. */
export interface Ending {
  readonly name: string;
  readonly end: (visit: Visit, said: Said) => Promise<unknown>;
  /** Nothing ends the connection but the client's patience. */
  readonly isSilent?: true;
}

const closeNotify = Uint8Array.of(1, 0);
const refusal = Uint8Array.of(2, 80);
const warning = Uint8Array.of(1, 112);

/** Every way to end one. */
export const endings: readonly Ending[] = [
  { name: 'FIN', end: async (visit, { bytes }) => finish(visit, bytes) },
  {
    name: 'RST',
    end: async (visit, { bytes }) => {
      await visit.send(bytes);
      visit.reset();
    },
  },
  sealed('close_notify', closeNotify),
  sealed('close_notify of level fatal', Uint8Array.of(2, 0)),
  sealed('a fatal alert', refusal),
  sealed('a fatal alert without a name', Uint8Array.of(2, 200)),
  sealed('an alert of a level that does not exist', Uint8Array.of(7, 40)),
  sealed('half an alert, then FIN', Uint8Array.of(2)),
  sealed('a warning, then FIN', warning),
  {
    name: 'a warning, then silence',
    isSilent: true,
    end: (visit, { bytes, seal }) => visit.send(Buffer.concat([bytes, seal(21, warning)])),
  },
  { name: 'an alert in the clear', end: (visit, { bytes }) => finish(visit, Buffer.concat([bytes, alert(2, 40)])) },
  { name: 'silence', isSilent: true, end: (visit, { bytes }) => visit.send(bytes) },
  { name: 'garbage', end: (visit, { bytes }) => finish(visit, Buffer.concat([bytes, Buffer.alloc(300, 0xa7)])) },
  sealed('a record of an unknown type', Uint8Array.of(1), 99),
  sealed('application data', Uint8Array.of(1), 23),
  sealed('ServerHello again', serverHello(), 22),
  sealed('a message that is too long', Uint8Array.of(11, 0xff, 0xff, 0xff), 22),
  {
    name: 'part of a record, then FIN',
    end: (visit, { bytes, seal }) =>
      finish(visit, Buffer.concat([bytes, seal(22, new Uint8Array(40)).subarray(0, 20)])),
  },
];

function sealed(name: string, content: Uint8Array, type = 21): Ending {
  return {
    name,
    end: (visit, { bytes, seal }) => finish(visit, Buffer.concat([bytes, seal(type, content)])),
  };
}

async function finish(visit: Visit, bytes: Uint8Array): Promise<void> {
  await visit.send(bytes);
  visit.finish();
}
