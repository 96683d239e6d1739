import { type Animal, endsAfterChain, endsIn, isRead } from './animal.ts';
import { certificateMessage, handshake, serverHello, serverHelloDone } from './server-messages.ts';

const aSecondMs = 1_000;

/** Peers that take their time, or all of ours. */
export const silences: readonly Animal[] = [
  {
    name: 'silent',
    does: 'takes the connection and says nothing',
    behave: async () => undefined,
    ends: endsIn('timeout'),
  },
  {
    name: 'deaf',
    does: 'takes the connection and never reads',
    behave: async (visit) => visit.deafen(),
    ends: endsIn('timeout'),
  },
  {
    name: 'dripping',
    does: 'sends its flight one byte a second',
    behave: async (visit, { chain }) => {
      await visit.hello();
      for (const byte of handshake(serverHello(), certificateMessage(chain), serverHelloDone)) {
        if (!(await visit.send(Uint8Array.of(byte))) || !(await visit.pause(aSecondMs))) return;
      }
    },
    ends: endsIn('timeout'),
  },
  {
    name: 'speechless-after-hello',
    does: 'sends ServerHello and then nothing',
    behave: async (visit) => {
      await visit.hello();
      await visit.send(handshake(serverHello()));
    },
    ends: endsIn('timeout'),
  },
  {
    name: 'speechless-after-chain',
    does: 'sends its chain and then nothing',
    behave: async (visit, { chain }) => {
      await visit.hello();
      await visit.send(handshake(serverHello(), certificateMessage(chain)));
    },
    ends: endsAfterChain('timeout'),
  },
  {
    name: 'half-open',
    does: 'ends its side at once and keeps ours open',
    behave: async (visit) => visit.finish(),
    ends: endsIn('closed'),
  },
  {
    name: 'clinging',
    does: 'sends a whole flight and never answers our FIN',
    behave: async (visit, { chain }) => {
      const { version } = await visit.hello();
      await visit.send(handshake(serverHello({ version }), certificateMessage(chain), serverHelloDone));
    },
    ends: isRead(),
  },
  {
    name: 'dropping-proxy',
    does: 'accepts and drops, as a TCP proxy whose backend is down',
    behave: async (visit) => visit.drop(),
    ends: endsIn('closed', 'reset'),
  },
];
