import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** What the scripted server says of a name: addresses, a response code (RFC 1035 §4.1.1), or nothing at all. */
export type DnsAnswer =
  | {
      readonly addresses: readonly string[];
      /** A label, of any bytes at all: the name is an alias of it, and the addresses are those of the alias. */
      readonly alias?: string;
    }
  | { readonly code: number }
  | 'silent';

export interface DnsServer {
  /** `ADDRESS:PORT` */
  readonly address: string;
  /** Names asked for, with the type: `www.example.test A`. */
  readonly questions: readonly string[];
  readonly close: () => void;
}

const typeA = 1;

/** A DNS server on loopback that answers from a table; other names do not exist. It keeps no process alive. */
export async function startDnsServer(answers: Readonly<Record<string, DnsAnswer>>): Promise<DnsServer> {
  const socket: Socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query, peer) => {
    const { name, type, end } = readQuestion(query);
    questions.push(`${name} ${type === typeA ? 'A' : 'AAAA'}`);
    const answer = answers[name] ?? { code: 3 };
    if (answer !== 'silent') socket.send(respond(query.subarray(0, end), type, answer), peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.unref();
  return { address: `127.0.0.1:${socket.address().port}`, questions, close: () => socket.close() };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function respond(question: Buffer, type: number, answer: Exclude<DnsAnswer, 'silent'>): Buffer {
  const header = Buffer.from(question.subarray(0, 12));
  const code = 'code' in answer ? answer.code : 0;
  const addresses = 'addresses' in answer ? answer.addresses.filter((one) => isIPv4(one) === (type === typeA)) : [];
  header.writeUInt16BE(0x8180 | code, 2);
  const alias = 'alias' in answer && answer.alias !== undefined ? Buffer.from(answer.alias, 'latin1') : undefined;
  const target = alias && Buffer.from([alias.length, ...alias, 0]);
  // The alias stands in the record data of the first answer, twelve bytes behind the question's end.
  const owner = target === undefined ? 12 : question.length + 12;
  const detour =
    target === undefined ? [] : [Buffer.from([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, target.length, ...target])];
  header.writeUInt16BE(addresses.length + detour.length, 6);
  header.fill(0, 8, 12);
  return Buffer.concat([header, question.subarray(12), ...detour, ...addresses.map((one) => record(type, one, owner))]);
}

/** `owner`: where in the answer the name stands that has the address. */
function record(type: number, address: string, owner: number): Buffer {
  const data =
    type === typeA
      ? Buffer.from(address.split('.').map(Number))
      : Buffer.from(
          address
            .split(':')
            .map((group) => group.padStart(4, '0'))
            .join(''),
          'hex',
        );
  return Buffer.from([0xc0, owner, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]);
}
