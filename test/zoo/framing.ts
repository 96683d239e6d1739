import { concatenate } from '../../src/tls/bytes/byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { contentType } from '../../src/tls/records/record.ts';
import { type Animal, type Ending, endsAfterChain, endsIn, isRead, type Stall } from './animal.ts';
import {
  alert,
  certificateMessage,
  certificateMessageTls13,
  encryptedExtensions,
  handshake,
  record,
  serverHello,
  serverHelloDone,
  spelled,
} from './server-messages.ts';
import { createTls13Server } from './tls13-server.ts';

const nothing = new Uint8Array(0);

/** Peers whose messages are right and whose records are not, or the other way round. */
export const framings: readonly Animal[] = [
  says('byte-a-record', 'sends its flight one byte a record', isRead(), ({ chain }) =>
    spelled(serverHello(), certificateMessage(chain), serverHelloDone),
  ),
  {
    name: 'byte-a-segment',
    does: 'cuts its flight at every byte',
    behave: async (visit, { chain }) => {
      await visit.hello();
      for (const byte of handshake(serverHello(), certificateMessage(chain), serverHelloDone)) {
        void visit.send(Uint8Array.of(byte));
      }
    },
    ends: isRead(),
  },
  {
    name: 'byte-a-sealed-record',
    does: 'sends an encrypted flight one byte a record',
    behave: async (visit, { chain, key }) => {
      const server = createTls13Server(await visit.hello());
      if (server === undefined) return visit.finish();
      await visit.send(server.opening);
      const messages = [encryptedExtensions, certificateMessageTls13(chain)];
      await visit.send(concatenate(messages.map((message) => server.spell(message))));
      await visit.send(server.spell(server.verify(key)));
      return visit.send(server.spell(server.finished()));
    },
    ends: isRead(),
  },
  says('alert-between', 'puts a warning alert between its messages', isRead(), ({ chain }) =>
    concatenate([handshake(serverHello()), alert(1, 112), handshake(certificateMessage(chain), serverHelloDone)]),
  ),
  says('alert-inside', 'puts a fatal alert inside a message', endsIn('alert'), ({ chain }) => {
    const message = certificateMessage(chain);
    const head = record(contentType.handshake, message.subarray(0, 100));
    return concatenate([handshake(serverHello()), head, alert(2, 90)]);
  }),
  says('alert-after-chain', 'sends a fatal alert after its chain', endsAfterChain('alert'), ({ chain }) =>
    concatenate([handshake(serverHello(), certificateMessage(chain)), alert(2, 80)]),
  ),
  says('data-inside', 'puts application data inside a message', endsIn('protocol'), ({ chain }) => {
    const head = record(contentType.handshake, certificateMessage(chain).subarray(0, 100));
    return concatenate([handshake(serverHello()), head, record(contentType.applicationData, nothing)]);
  }),
  says('record-version-2', 'writes records of version 2.0', endsIn('protocol'), () =>
    concatenate([handshake(serverHello()), record(contentType.handshake, serverHelloDone, 0x0200)]),
  ),
  says('record-version-ff', 'writes records of version 3.255', isRead(), ({ chain }) =>
    record(contentType.handshake, concatenate([serverHello(), certificateMessage(chain), serverHelloDone]), 0x03ff),
  ),
  says('record-type-99', 'writes a record of type 99', endsIn('protocol'), () =>
    concatenate([handshake(serverHello()), record(99, Uint8Array.of(0))]),
  ),
  says('certificate-first', 'sends Certificate before ServerHello', endsIn('protocol'), ({ chain }) =>
    handshake(certificateMessage(chain), serverHello(), serverHelloDone),
  ),
  says('done-first', 'sends ServerHelloDone instead of Certificate', endsIn('protocol'), () =>
    handshake(serverHello(), serverHelloDone),
  ),
  says('certificate-twice', 'sends its Certificate twice', endsAfterChain('protocol'), ({ chain }) =>
    handshake(serverHello(), certificateMessage(chain), certificateMessage(chain), serverHelloDone),
  ),
  says('empty-server-hello', 'sends a ServerHello of no bytes', endsIn('protocol'), () =>
    handshake(writeHandshakeMessage(handshakeType.serverHello, nothing)),
  ),
  says('empty-certificate', 'sends a Certificate of no bytes', endsIn('protocol'), () =>
    handshake(serverHello(), writeHandshakeMessage(handshakeType.certificate, nothing)),
  ),
  says('empty-chain', 'sends a chain of no certificates', endsIn('protocol'), () =>
    handshake(serverHello(), certificateMessage([]), serverHelloDone),
  ),
  says('empty-first-certificate', 'sends a certificate of no bytes', endsIn('protocol'), () =>
    handshake(serverHello(), certificateMessage([nothing]), serverHelloDone),
  ),
  says('done-with-a-tail', 'sends a ServerHelloDone that is not empty', isRead('handshake-conformance'), ({ chain }) =>
    handshake(
      serverHello(),
      certificateMessage(chain),
      writeHandshakeMessage(handshakeType.serverHelloDone, Uint8Array.of(1)),
    ),
  ),
  says('unknown-message', 'sends a handshake message of type 77', endsAfterChain('protocol'), ({ chain }) =>
    handshake(serverHello(), certificateMessage(chain), writeHandshakeMessage(77, Uint8Array.of(1))),
  ),
];

function says(name: string, does: string, ends: Ending, write: (stall: Stall) => Uint8Array): Animal {
  return {
    name,
    does,
    behave: async (visit, stall) => {
      await visit.hello();
      return visit.send(write(stall));
    },
    ends,
  };
}
