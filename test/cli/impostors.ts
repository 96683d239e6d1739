import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import type { KeyPair } from '../../src/lab/key-pair.ts';
import { concatenate } from '../../src/tls/bytes/byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { contentType } from '../../src/tls/records/record.ts';
import { ecdheEcdsa, keyExchange, serverRandom } from '../zoo/key-exchange.ts';
import {
  alert,
  certificateMessage,
  certificateMessageTls13,
  encryptedExtensions,
  handshake,
  record,
  serverHello,
  type ServerHelloFields,
  serverHelloDone,
} from '../zoo/server-messages.ts';
import { createTls13Server, type Tls13Server } from '../zoo/tls13-server.ts';
import { type Hello, Visit } from '../zoo/visit.ts';

/** What an impostor has: a chain that it saw elsewhere, and a key of its own. */
export interface Loot {
  readonly chain: readonly Uint8Array[];
  readonly ownKey: KeyPair;
  /** The owner's key, for proofs that were made for another handshake; the impostor only replays those. */
  readonly ownersKey: KeyPair;
}

/** A server that replays the chain of another one. */
export interface Impostor {
  readonly name: string;
  readonly behave: (visit: Visit, loot: Loot) => Promise<unknown>;
  /** Nothing ends the connection but the time of the client. */
  readonly isSilent?: true;
}

const tls13Impostors: readonly Impostor[] = [
  tls13('TLS 1.3, FIN after the chain', () => [], leave),
  tls13('TLS 1.3, RST after the chain', () => [], reset),
  tls13('TLS 1.3, alert after the chain', ({ seal }) => [seal(contentType.alert, Uint8Array.of(2, 80))], leave),
  tls13('TLS 1.3, close_notify after the chain', ({ seal }) => [seal(contentType.alert, Uint8Array.of(1, 0))], leave),
  { ...tls13('TLS 1.3, silence after the chain', () => []), isSilent: true },
  tls13('TLS 1.3, no CertificateVerify', ({ say, finished }) => [say(finished())]),
  tls13('TLS 1.3, its chain again', ({ say }, { chain }) => [say(certificateMessageTls13(chain))]),
  tls13('TLS 1.3, signed by its own key', ({ say, verify, finished }, { ownKey }) => [
    say(verify(ownKey)),
    say(finished()),
  ]),
  tls13('TLS 1.3, signed by its own key, then FIN', ({ say, verify }, { ownKey }) => [say(verify(ownKey))], leave),
  tls13('TLS 1.3, signed by another scheme', ({ say, verify, finished }, { ownKey }) => [
    say(renamed(verify(ownKey), 0x0804)),
    say(finished()),
  ]),
  tls13('TLS 1.3, a proof of the owner for another handshake', ({ say, finished }, { ownersKey }, hello) => {
    const elsewhere = createTls13Server(hello);
    return elsewhere === undefined ? [] : [say(elsewhere.verify(ownersKey)), say(finished())];
  }),
];

const tls12Impostors: readonly Impostor[] = [
  tls12('TLS 1.2, FIN after the chain', () => [], leave),
  tls12('TLS 1.2, RST after the chain', () => [], reset),
  tls12('TLS 1.2, alert after the chain', () => [alert(2, 80)], leave),
  { ...tls12('TLS 1.2, silence after the chain', () => []), isSilent: true },
  tls12('TLS 1.2, no ServerKeyExchange', () => [handshake(serverHelloDone)]),
  tls12('TLS 1.2, its chain again', (_, { chain }) => [handshake(certificateMessage(chain))]),
  {
    name: 'TLS 1.2, an anonymous suite that was not offered',
    behave: async (visit, { chain }) => {
      await visit.hello();
      // TLS_DH_anon_WITH_AES_128_CBC_SHA: nobody is authenticated, so the flight is whole without a proof.
      const hello = serverHello({ suite: 0x0034, random: serverRandom, extensions: [renegotiationInfo] });
      await visit.send(handshake(hello, certificateMessage(chain), serverHelloDone));
    },
  },
  unsigned('RSA, although the key is not', 0x002f),
  unsigned('static ECDH, which was not offered', 0xc004),
  unsigned('RSA_PSK, which was not offered', 0x0094),
  signed('no signature', () => ({ signer: undefined })),
  signed('signed by its own key', ({ ownKey }) => ({ signer: ownKey.privateKey })),
  signed('signed by another scheme', ({ ownKey }) => ({ signer: ownKey.privateKey, scheme: 0x0807 })),
  signed('a proof of the owner for another handshake', ({ ownersKey }) => ({
    signer: ownersKey.privateKey,
    randoms: [new Uint8Array(32), serverRandom],
  })),
];

/** None of them can be taken for the owner of the chain. */
export const impostors: readonly Impostor[] = [...tls13Impostors, ...tls12Impostors];

/** They answer a hello as if they wanted a client certificate, or in a way that we cannot complete, and never show a proof. */
export const evasiveImpostors: readonly Impostor[] = [
  evasive('RSA, a certificate request, then an alert', { asks: true }),
  evasive('RSA, a cipher that cannot be used here', { suite: 0x0096 }),
  evasive('RSA, encrypt_then_mac', { extensions: [[0x0016, new Uint8Array(0)]] }),
  evasive('RSA, compression', { compression: 1 }),
];

/** RSA key exchange: the whole flight holds no proof, so only an exchange that is completed tells impostor and owner apart. */
export const rsaImpostors: readonly Impostor[] = [
  rsa('RSA, FIN instead of Finished', [], leave),
  rsa('RSA, alert instead of Finished', [alert(2, 51)], leave),
  { ...rsa('RSA, silence instead of Finished', []), isSilent: true },
  rsa('RSA, a Finished of noise', [
    record(contentType.changeCipherSpec, Uint8Array.of(1)),
    record(contentType.handshake, new Uint8Array(40).fill(7)),
  ]),
];

function leave(visit: Visit): void {
  visit.finish();
}

function reset(visit: Visit): void {
  visit.reset();
}

function tls13(
  name: string,
  prove: (server: Tls13Server, loot: Loot, hello: Hello) => readonly Uint8Array[],
  end?: (visit: Visit) => void,
): Impostor {
  return {
    name,
    behave: async (visit, loot) => {
      const hello = await visit.hello();
      const server = createTls13Server(hello);
      if (server === undefined) return visit.finish();
      const said = [server.opening, server.say(encryptedExtensions, certificateMessageTls13(loot.chain))];
      await visit.send(concatenate([...said, ...prove(server, loot, hello)]));
      return end?.(visit);
    },
  };
}

function tls12(
  name: string,
  prove: (hello: Hello, loot: Loot) => readonly Uint8Array[],
  end?: (visit: Visit) => void,
): Impostor {
  return {
    name,
    behave: async (visit, loot) => {
      const hello = await visit.hello();
      const opening = handshake(
        serverHello({ suite: ecdheEcdsa, random: serverRandom, extensions: [renegotiationInfo] }),
        certificateMessage(loot.chain),
      );
      await visit.send(concatenate([opening, ...prove(hello, loot)]));
      return end?.(visit);
    },
  };
}

function signed(how: string, signature: (loot: Loot) => Parameters<typeof keyExchange>[1]): Impostor {
  return tls12(`TLS 1.2, ${how}`, (hello, loot) => [handshake(keyExchange(hello, signature(loot)), serverHelloDone)]);
}

/** A whole flight of an exchange without a signature. */
function unsigned(name: string, suite: number): Impostor {
  return {
    name: `TLS 1.2, ${name}`,
    behave: async (visit, { chain }) => {
      await visit.hello();
      const hello = serverHello({ suite, random: serverRandom, extensions: [renegotiationInfo] });
      await visit.send(handshake(hello, certificateMessage(chain), serverHelloDone));
    },
  };
}

function evasive(
  name: string,
  { asks, extensions = [], ...fields }: ServerHelloFields & { readonly asks?: true },
): Impostor {
  return {
    name,
    behave: async (visit, { chain }) => {
      await visit.hello();
      const hello = serverHello({ ...fields, random: serverRandom, extensions: [renegotiationInfo, ...extensions] });
      const request = asks === undefined ? [] : [writeHandshakeMessage(handshakeType.certificateRequest, anyRsaKey)];
      const flight = handshake(hello, certificateMessage(chain), ...request, serverHelloDone);
      await visit.send(asks === undefined ? flight : concatenate([flight, alert(2, 40)]));
    },
  };
}

/** A certificate request: RSA, signed with PKCS #1 and SHA-256, of any CA. */
const anyRsaKey = Uint8Array.of(1, 1, 0, 2, 4, 1, 0, 0);

function rsa(name: string, after: readonly Uint8Array[], end?: (visit: Visit) => void): Impostor {
  return {
    name,
    behave: async (visit, { chain }) => {
      await visit.hello();
      const flight = handshake(
        serverHello({ random: serverRandom, extensions: [renegotiationInfo] }),
        certificateMessage(chain),
        serverHelloDone,
      );
      await visit.send(concatenate([flight, ...after]));
      return end?.(visit);
    },
  };
}

/** RFC 5746 §3.6: but for the proof, nothing is wrong with these servers. */
const renegotiationInfo = [0xff01, Uint8Array.of(0)] as const;

/** A CertificateVerify with the code of another scheme. */
function renamed(verify: Uint8Array, scheme: number): Uint8Array {
  const changed = Uint8Array.from(verify);
  changed.set([scheme >> 8, scheme & 0xff], 4);
  return changed;
}

/** Starts one on loopback. */
export async function startImpostor(
  { behave }: Impostor,
  loot: Loot,
): Promise<{ readonly port: number; readonly connections: () => number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    // None is ever taken out, so that their number is that of the connections.
    sockets.add(socket);
    behave(new Visit(socket), loot).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
