import { concatenate, uint16, uint8, vector16, vector24, vector8 } from '../../src/tls/bytes/byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { type Animal, type Ending, isRead, type Stall } from './animal.ts';
import {
  type Chain,
  directoryConstraints,
  dsa10000,
  longUri,
  namesakes,
  rsa16384,
  sect571,
  stapled,
  uriConstraints,
} from './costly-chains.ts';
import { craftLeaf, dnsName, name } from './craft-leaf.ts';
import { certificateMessage, encryptedExtensions, handshake, serverHello, serverHelloDone } from './server-messages.ts';
import { createTls13Server } from './tls13-server.ts';
import { sequence } from '../pki/forge-der.ts';

/** Peers that keep the processor busy: right in form, and as hard to judge as their bytes allow. */
export const costly: readonly Animal[] = [
  presents('dsa-10000-namesakes', 'shows 55 CAs of one name with DSA keys of 10,000 bits', 56, (stall) =>
    namesakes(stall, dsa10000, 55),
  ),
  presents('rsa-16384-namesakes', 'shows 20 CAs of one name with RSA keys of 16,384 bits', 21, (stall) =>
    namesakes(stall, rsa16384, 20),
  ),
  presents('sect571-namesakes', 'shows a hundred CAs of one name with keys on sect571r1', 101, (stall) =>
    namesakes(stall, sect571(), 100),
  ),
  presents('rsa-16384-chain', 'shows three CAs of one name with RSA keys of 16,384 bits', 4, (stall) =>
    namesakes(stall, rsa16384, 3),
  ),
  presents('sect571-chain', 'shows three CAs of one name with keys on sect571r1', 4, (stall) =>
    namesakes(stall, sect571(), 3),
  ),
  presents('uri-constraints', 'shows 700 URI names under 1,400 URI constraints', 3, always(uriConstraints)),
  presents('directory-constraints', 'shows 400 directory names under 800 constraints', 3, always(directoryConstraints)),
  {
    ...presents('long-uri', 'shows a URI of 60 KB under 1,000 URI constraints', 3, always(longUri)),
    ends: reads(3),
  },
  {
    ...presents(
      'wildcards-4000',
      'shows 4,000 wildcard names',
      2,
      always((stall) => [craftLeaf(stall, { names: wildcards(4_000) }), stall.chain[1]]),
    ),
    ends: reads(2),
  },
  {
    name: 'staples-100',
    does: 'staples 100 OCSP responses signed with a DSA key of 10,000 bits',
    behave: once(
      (stall) => stapled(stall, dsa10000, 100),
      async (visit, stall, { chain, staples }) => {
        const server = createTls13Server(await visit.hello());
        if (server === undefined) return visit.finish();
        const message = stapledMessage(chain, staples);
        const said = [server.opening, server.say(encryptedExtensions, message), server.say(server.verify(stall.key))];
        return visit.send(concatenate([...said, server.say(server.finished())]));
      },
    ),
    ends: reads(101, 'chain-trust'),
  },
  {
    name: 'dsa-10000-proof',
    does: 'proves a DSA key of 10,000 bits',
    behave: async (visit, stall) => {
      await visit.hello();
      const leaf = craftLeaf(stall, { spki: dsa10000.spki(0) });
      // ServerDHParams of a group of 1,024 bits, and the signature.
      const prime = new Uint8Array(128).fill(0xc5);
      const parameters = concatenate([vector16(prime), vector16(uint8(2)), vector16(prime.subarray(1))]);
      const exchange = concatenate([parameters, uint16(dsaSha256), vector16(dsa10000.sign())]);
      const message = writeHandshakeMessage(handshakeType.serverKeyExchange, exchange);
      const hello = serverHello({ suite: dheDssWithAes128CbcSha });
      return visit.send(handshake(hello, certificateMessage([leaf, stall.chain[1]]), message, serverHelloDone));
    },
    ends: isRead(),
  },
  {
    name: 'certificate-request-64k',
    does: 'asks for a certificate of one of 2,900 CAs',
    behave: async (visit, { chain }) => {
      await visit.hello();
      const authorities = Array.from({ length: 2_900 }, (_, index) =>
        vector16(name('2.5.4.3', 0x0c, Buffer.from(`CA ${index}`))),
      );
      const content = concatenate([vector8(uint8(1)), vector16(uint16(0x0403)), vector16(...authorities)]);
      const request = writeHandshakeMessage(handshakeType.certificateRequest, content);
      return visit.send(handshake(serverHello(), certificateMessage(chain), request, serverHelloDone));
    },
    ends: isRead(),
  },
];

const dheDssWithAes128CbcSha = 0x0032;
const dsaSha256 = 0x0402;

/** Is read to its end, so many certificates; these checks fail. */
function reads(chain: number, ...fails: readonly string[]): Ending {
  return { failure: [], chain, fails };
}

/** Presents a chain to which no path can be found within the budget, or at all. */
function presents(animal: string, does: string, length: number, make: (stall: Stall) => () => Chain): Animal {
  const behave = once(make, async (visit, _, next) => {
    await visit.hello();
    return visit.send(handshake(serverHello(), certificateMessage(next()), serverHelloDone));
  });
  return { name: animal, does, behave, ends: reads(length, 'chain-trust') };
}

/** The same chain for every visitor. */
function always(make: (stall: Stall) => Chain): (stall: Stall) => () => Chain {
  return (stall) => {
    const chain = make(stall);
    return () => chain;
  };
}

/** What takes long to make is made once a zoo. */
function once<Made extends object>(
  make: (stall: Stall) => Made,
  behave: (visit: Parameters<Animal['behave']>[0], stall: Stall, made: Made) => Promise<unknown>,
): Animal['behave'] {
  const made = new WeakMap<Stall, Made>();
  return (visit, stall) => {
    const known = made.get(stall) ?? make(stall);
    made.set(stall, known);
    return behave(visit, stall, known);
  };
}

/** A Certificate message of TLS 1.3: the leaf again and again, each time with another response (RFC 8446 §4.4.2.1). */
function stapledMessage([leaf, issuer]: Chain, staples: Chain): Uint8Array {
  if (leaf === undefined || issuer === undefined) throw new Error('a chain of two');
  const entries = staples.map((response) => {
    const status = concatenate([uint8(1), vector24(response)]);
    return concatenate([vector24(leaf), vector16(uint16(5), vector16(status))]);
  });
  const list = vector24(...entries, vector24(issuer), uint16(0));
  return writeHandshakeMessage(handshakeType.certificate, concatenate([uint8(0), list]));
}

function wildcards(count: number): Uint8Array {
  const names = Array.from({ length: count }, (_, index) => dnsName(`*.h${index}.zoo.test`));
  return sequence(Buffer.concat([...names, dnsName('*.zoo.test')]));
}
