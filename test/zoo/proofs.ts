import { ascii, concatenate } from '../../src/tls/bytes/byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { contentType } from '../../src/tls/records/record.ts';
import { type Animal, endsAfterChain, endsIn, isRead, type Stall } from './animal.ts';
import { ecdheEcdsa, keyExchange, serverRandom as random } from './key-exchange.ts';
import {
  certificateMessage,
  certificateMessageTls13,
  encryptedExtensions,
  handshake,
  serverHello,
  serverHelloDone,
} from './server-messages.ts';
import { createTls13Server, type Tls13Server } from './tls13-server.ts';

/** Peers whose chain is right and whose proof of the key is not. */
export const proofs: readonly Animal[] = [
  tls13('honest-tls13', 'does everything right in TLS 1.3', isRead(), (server, { key }) => [
    server.say(server.verify(key)),
    server.say(server.finished()),
  ]),
  tls13(
    'bad-certificate-verify',
    "signs CertificateVerify with another's key",
    isRead('key-possession'),
    (server, { otherKey }) => [server.say(server.verify(otherKey)), server.say(server.finished())],
  ),
  tls13('bad-finished', 'sends a Finished that does not fit', isRead('key-possession'), (server, { key }) => [
    server.say(server.verify(key)),
    server.say(writeHandshakeMessage(handshakeType.finished, new Uint8Array(32))),
  ]),
  tls13('no-certificate-verify', 'leaves CertificateVerify out', endsAfterChain('protocol'), (server) => [
    server.say(server.finished()),
  ]),
  tls13(
    'bad-seal-after-chain',
    'breaks the seal of what follows its chain',
    endsAfterChain('protocol'),
    (server, { key }) => [flipLast(server.say(server.verify(key)))],
  ),
  tls13('plain-after-chain', 'goes on in the clear after its chain', endsAfterChain('protocol'), (server, { key }) => [
    handshake(server.verify(key)),
  ]),
  {
    name: 'bad-seal',
    does: 'breaks the seal of its first encrypted record',
    behave: async (visit) => {
      const server = createTls13Server(await visit.hello());
      if (server === undefined) return visit.finish();
      return visit.send(concatenate([server.opening, flipLast(server.say(encryptedExtensions))]));
    },
    ends: endsIn('protocol'),
  },
  {
    name: 'sealed-nonsense',
    does: 'seals a record of an unknown type',
    behave: async (visit) => {
      const server = createTls13Server(await visit.hello());
      if (server === undefined) return visit.finish();
      return visit.send(concatenate([server.opening, server.seal(contentType.applicationData, Uint8Array.of(1))]));
    },
    ends: endsIn('protocol'),
  },
  legacy('honest-tls12', 'does everything right in TLS 1.2', isRead(), { signer: 'key' }),
  legacy('bad-key-exchange', "signs ServerKeyExchange with another's key", isRead('key-possession'), {
    signer: 'otherKey',
  }),
  legacy('no-signature', 'signs ServerKeyExchange with no bytes at all', isRead('key-possession'), {
    signer: undefined,
  }),
  {
    name: 'no-key-exchange',
    does: 'leaves ServerKeyExchange out',
    behave: async (visit, { chain }) => {
      await visit.hello();
      const hello = serverHello({ suite: ecdheEcdsa, random });
      return visit.send(handshake(hello, certificateMessage(chain), serverHelloDone));
    },
    ends: endsAfterChain('protocol'),
  },
  {
    name: 'downgrade',
    does: 'speaks TLS 1.2 and says by its random that it knows TLS 1.3',
    behave: async (visit, { chain }) => {
      await visit.hello();
      const sentinel = concatenate([random.subarray(0, 24), ascii('DOWNGRD\x01')]);
      return visit.send(handshake(serverHello({ random: sentinel }), certificateMessage(chain), serverHelloDone));
    },
    ends: isRead('protocol-downgrade'),
  },
];

function tls13(
  name: string,
  does: string,
  ends: Animal['ends'],
  prove: (server: Tls13Server, stall: Stall) => readonly Uint8Array[],
): Animal {
  return {
    name,
    does,
    behave: async (visit, stall) => {
      const server = createTls13Server(await visit.hello());
      if (server === undefined) return visit.finish();
      const said = [server.opening, server.say(encryptedExtensions, certificateMessageTls13(stall.chain))];
      return visit.send(concatenate([...said, ...prove(server, stall)]));
    },
    ends,
  };
}

/** TLS 1.2 with ECDHE over P-256. */
function legacy(
  name: string,
  does: string,
  ends: Animal['ends'],
  { signer }: { readonly signer: 'key' | 'otherKey' | undefined },
): Animal {
  return {
    name,
    does,
    behave: async (visit, stall) => {
      const hello = await visit.hello();
      const exchange = keyExchange(hello, { signer: signer && stall[signer].privateKey });
      return visit.send(
        handshake(
          serverHello({ suite: ecdheEcdsa, random }),
          certificateMessage(stall.chain),
          exchange,
          serverHelloDone,
        ),
      );
    },
    ends,
  };
}

function flipLast(bytes: Uint8Array): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  return flipped;
}
