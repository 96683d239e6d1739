import type { FailureKind } from '../../src/model/vocabulary.ts';
import { type Animal, type Ending, endsAfterChain, endsIn, type Stall } from './animal.ts';
import {
  certificateMessage,
  certificateMessageTls13,
  encryptedExtensions,
  handshake,
  serverHello,
} from './server-messages.ts';
import { createTls13Server } from './tls13-server.ts';
import type { Visit } from './visit.ts';

interface Stage {
  readonly name: string;
  readonly when: string;
  readonly reach: (visit: Visit, stall: Stall) => Promise<unknown>;
  readonly chainSeen: boolean;
}

const stages: readonly Stage[] = [
  {
    name: 'hello',
    when: 'once it has our hello',
    reach: (visit) => visit.hello(),
    chainSeen: false,
  },
  {
    name: 'record-header',
    when: 'inside a record header',
    reach: (visit) => legacy(visit, () => Uint8Array.of(22, 3, 3)),
    chainSeen: false,
  },
  {
    name: 'server-hello',
    when: 'after ServerHello',
    reach: (visit) => legacy(visit, (hello) => hello),
    chainSeen: false,
  },
  {
    name: 'inside-certificate',
    when: 'inside Certificate',
    reach: (visit, { chain }) => legacy(visit, () => handshake(certificateMessage(chain)).subarray(0, 200)),
    chainSeen: false,
  },
  {
    name: 'certificate',
    when: 'after Certificate',
    reach: (visit, { chain }) => legacy(visit, (hello) => hello, handshake(certificateMessage(chain))),
    chainSeen: true,
  },
  tls13('encrypted-extensions', 'after EncryptedExtensions', 1),
  tls13('sealed-certificate', 'after Certificate of TLS 1.3', 2),
  tls13('certificate-verify', 'after CertificateVerify', 3),
];

/** Peers that leave in the middle of a flight, by FIN and by RST. */
export const departures: readonly Animal[] = stages.flatMap(({ name, when, reach, chainSeen }) => {
  const ends = (...kinds: readonly FailureKind[]): Ending => (chainSeen ? endsAfterChain(...kinds) : endsIn(...kinds));
  return [
    {
      name: `fin-at-${name}`,
      does: `closes ${when}`,
      behave: async (visit: Visit, stall: Stall) => {
        await reach(visit, stall);
        visit.finish();
      },
      ends: ends('closed'),
    },
    {
      name: `rst-at-${name}`,
      does: `resets ${when}`,
      behave: async (visit: Visit, stall: Stall) => {
        await reach(visit, stall);
        visit.reset();
      },
      // libuv reads an RST that arrives together with bytes as the end of the stream.
      ends: name === 'hello' ? ends('reset') : ends('reset', 'closed'),
    },
  ];
});

/** Answers in the version of the hello, so that every hello gets as far. */
async function legacy(
  visit: Visit,
  first: (hello: Uint8Array) => Uint8Array,
  ...rest: readonly Uint8Array[]
): Promise<void> {
  const { version } = await visit.hello();
  await visit.send(Buffer.concat([first(handshake(serverHello({ version }))), ...rest]));
}

function tls13(name: string, when: string, messages: number): Stage {
  return {
    name,
    when,
    reach: async (visit, { chain, key }) => {
      const server = createTls13Server(await visit.hello());
      if (server === undefined) return;
      const said = [server.opening, server.say(encryptedExtensions)];
      if (messages > 1) said.push(server.say(certificateMessageTls13(chain)));
      if (messages > 2) said.push(server.say(server.verify(key)));
      await visit.send(Buffer.concat(said));
    },
    chainSeen: messages > 1,
  };
}
