import { concatenate, uint24, uint8 } from '../../src/tls/bytes/byte-writer.ts';
import { handshakeType } from '../../src/tls/messages/handshake-message.ts';
import { contentType } from '../../src/tls/records/record.ts';
import { type Animal, endsAfterChain, endsIn } from './animal.ts';
import { alert, certificateMessage, handshake, record, serverHello, serverHelloDone } from './server-messages.ts';
import { createTls13Server, helloRetryRequest } from './tls13-server.ts';
import type { Visit } from './visit.ts';

const nothing = new Uint8Array(0);
const secp256r1 = Uint8Array.of(0x00, 0x17);

/** Peers that send without end, or announce what never ends. */
export const floods: readonly Animal[] = [
  flood('endless-records', 'sends empty records without end', record(contentType.handshake, nothing)),
  flood('endless-warnings', 'sends warning alerts without end', alert(1, 112)),
  flood('endless-hello-requests', 'sends HelloRequests without end', handshake(Uint8Array.of(0, 0, 0, 0))),
  flood(
    'endless-change-cipher-specs',
    'sends ChangeCipherSpecs without end',
    record(contentType.changeCipherSpec, Uint8Array.of(1)),
  ),
  {
    name: 'endless-server-hello',
    does: 'sends a ServerHello that does not end',
    behave: async (visit) => {
      await visit.hello();
      const head = concatenate([uint8(handshakeType.serverHello), uint24(0x07ffff)]);
      if (await visit.send(record(contentType.handshake, head))) {
        await withoutEnd(visit, record(contentType.handshake, new Uint8Array(0x4000)));
      }
    },
    ends: endsIn('limit'),
  },
  {
    name: 'endless-server-hellos',
    does: 'sends one ServerHello after the other',
    behave: async (visit) => {
      await visit.hello();
      await withoutEnd(visit, handshake(serverHello()));
    },
    ends: endsIn('protocol'),
  },
  {
    name: 'endless-retries',
    does: 'answers every hello with a HelloRetryRequest',
    behave: async (visit) => {
      for (;;) {
        const hello = await visit.hello();
        if (!(await visit.send(handshake(helloRetryRequest(hello, [0x33, secp256r1]))))) return;
      }
    },
    ends: endsIn('protocol'),
  },
  {
    name: 'endless-padding',
    does: 'sends encrypted records of nothing but padding',
    behave: async (visit) => {
      const server = createTls13Server(await visit.hello());
      if (server === undefined || !(await visit.send(server.opening))) return visit.finish();
      while (await visit.send(server.seal(contentType.handshake, nothing)));
    },
    // RFC 8446 §5.4: the first one is one too many.
    ends: endsIn('protocol'),
  },
  {
    name: 'huge-certificate',
    does: 'sends a Certificate message of 16 MiB',
    behave: async (visit) => {
      await visit.hello();
      const most = 0xfffff0;
      const head = concatenate([uint8(handshakeType.certificate), uint24(most), uint24(most - 3), uint24(most - 6)]);
      if (!(await visit.send(concatenate([handshake(serverHello()), record(contentType.handshake, head)])))) return;
      for (let sent = 0; sent < most; sent += 0x4000) {
        if (!(await visit.send(record(contentType.handshake, new Uint8Array(0x4000))))) return;
      }
    },
    ends: endsIn('limit'),
  },
  {
    name: 'long-chain',
    does: 'sends a chain of 10,000 certificates',
    behave: async (visit) => {
      await visit.hello();
      const chain = Array.from({ length: 10_000 }, () => Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05));
      await visit.send(handshake(serverHello(), certificateMessage(chain), serverHelloDone));
    },
    ends: endsIn('limit'),
  },
  {
    name: 'long-message',
    does: 'announces a message of 2^24 - 1 bytes',
    behave: async (visit) => {
      await visit.hello();
      await visit.send(record(contentType.handshake, Uint8Array.of(handshakeType.serverHello, 0xff, 0xff, 0xff)));
    },
    ends: endsIn('limit'),
  },
  {
    name: 'long-record',
    does: 'announces a record of 65,535 bytes',
    behave: async (visit) => {
      await visit.hello();
      await visit.send(Uint8Array.of(contentType.handshake, 3, 3, 0xff, 0xff));
    },
    ends: endsIn('protocol'),
  },
  {
    name: 'long-vector',
    does: 'sends a short Certificate whose list claims 2^24 - 1 bytes',
    behave: async (visit, { chain }) => {
      await visit.hello();
      const message = certificateMessage(chain);
      message.set([0xff, 0xff, 0xff], 4);
      await visit.send(handshake(serverHello(), message, serverHelloDone));
    },
    ends: endsIn('protocol'),
  },
  {
    name: 'chain-then-flood',
    does: 'sends its chain and then warning alerts without end',
    behave: async (visit, { chain }) => {
      await visit.hello();
      await visit.send(handshake(serverHello(), certificateMessage(chain)));
      await withoutEnd(visit, alert(1, 90));
    },
    ends: endsAfterChain('limit'),
  },
];

function flood(name: string, does: string, bytes: Uint8Array): Animal {
  const behave = async (visit: Visit): Promise<void> => {
    await visit.hello();
    await withoutEnd(visit, bytes);
  };
  return { name, does, behave, ends: endsIn('limit') };
}

async function withoutEnd(visit: Visit, bytes: Uint8Array): Promise<void> {
  const burst = concatenate(Array.from({ length: Math.ceil(burstBytes / bytes.length) }, () => bytes));
  while (await visit.send(burst));
}

/** What is sent at a time. */
const burstBytes = 0x4000;
