import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, isIPv4 } from 'node:net';

/** What the scripted server says of a name: addresses, a response code (RFC 1035 §4.1.1), or nothing at all. */
export type DnsAnswer =
  | {
      readonly addresses: readonly string[];
      /** A label, of any bytes at all: the name is an alias of it, and the addresses are those of the alias. */
      readonly alias?: string;
      /** The first answer to each question is lost. */
      readonly losesFirst?: true;
      /** The answer comes over TCP only. */
      readonly isTruncated?: true;
    }
  | { readonly code: number }
  | 'silent';

export interface DnsServer {
  /** `ADDRESS:PORT` */
  readonly address: string;
  /** Names asked for, with the type: `www.example.test A`; those over TCP end in ` TCP`. */
  readonly questions: readonly string[];
  /** Changes what is said of a name from now on. */
  readonly answer: (name: string, answer: DnsAnswer) => void;
  readonly close: () => void;
}

const typeA = 1;

/** A DNS server on loopback, at any free port unless one is given, that answers from a table; other names do not exist. It keeps no process alive. */
export async function startDnsServer(
  answers: Readonly<Record<string, DnsAnswer>>,
  at: { readonly port: number } = { port: 0 },
): Promise<DnsServer> {
  const table = new Map(Object.entries(answers));
  const questions: string[] = [];
  const reply = (query: Buffer, isTcp: boolean): Buffer | undefined => {
    const { name, type, end } = readQuestion(query);
    const question = `${name} ${type === typeA ? 'A' : 'AAAA'}${isTcp ? ' TCP' : ''}`;
    const answer = table.get(name) ?? { code: 3 };
    const isLost = answer === 'silent' || ('losesFirst' in answer && !questions.includes(question));
    questions.push(question);
    if (isLost) return undefined;
    return respond(query.subarray(0, end), { type, answer, isTcp });
  };
  const tcp = createServer((connection) => {
    connection.on('error', () => undefined);
    let arrived = Buffer.alloc(0);
    connection.on('data', (bytes: Buffer) => {
      arrived = Buffer.concat([arrived, bytes]);
      for (;;) {
        const end = arrived.length < 2 ? Number.POSITIVE_INFINITY : 2 + arrived.readUInt16BE(0);
        if (arrived.length < end) return;
        const response = reply(arrived.subarray(2, end), true);
        arrived = arrived.subarray(end);
        if (response === undefined) continue;
        const length = Buffer.alloc(2);
        length.writeUInt16BE(response.length);
        connection.write(Buffer.concat([length, response]));
      }
    });
  });
  tcp.listen(at.port, '127.0.0.1');
  await once(tcp, 'listening');
  tcp.unref();
  const { port } = tcp.address() as AddressInfo;
  const udp: Socket = createSocket('udp4');
  udp.on('message', (query, peer) => {
    const response = reply(query, false);
    if (response !== undefined) udp.send(response, peer.port, peer.address);
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  udp.unref();
  return {
    address: `127.0.0.1:${port}`,
    questions,
    answer: (name, answer) => table.set(name, answer),
    close: () => {
      udp.close();
      tcp.close();
    },
  };
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

function respond(
  question: Buffer,
  said: { readonly type: number; readonly answer: Exclude<DnsAnswer, 'silent'>; readonly isTcp: boolean },
): Buffer {
  const { type, answer, isTcp } = said;
  const header = Buffer.from(question.subarray(0, 12));
  const code = 'code' in answer ? answer.code : 0;
  const isTruncated = 'isTruncated' in answer && !isTcp;
  const all = 'addresses' in answer && !isTruncated ? answer.addresses : [];
  const addresses = all.filter((one) => isIPv4(one) === (type === typeA));
  header.writeUInt16BE(0x8180 | (isTruncated ? 0x0200 : 0) | code, 2);
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
