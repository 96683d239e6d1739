import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import { createAuthority } from '../forge/certificate-authority.ts';
import { objectIdentifier, sequence, tagged } from '../pki/forge-der.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { craftLeaf, dnsName, extension, name } from '../zoo/craft-leaf.ts';
import { alert, certificateMessage, handshake, serverHello } from '../zoo/server-messages.ts';
import { Visit } from '../zoo/visit.ts';
import { type DnsServer, startDnsServer } from '../net/dns-server.ts';

/**
 * What a stranger may put into a name, all of it in one: a terminal's escapes, bidi, ends of lines of every kind, HTML, a formula,
 * a NUL, a label's quotes, Markdown.
 */
export const nasty =
  '=cmd|\'/C calc\'!A0 "q" <script>alert(1)</script> \u001b[2J\u001b]0;t\u0007 \u202e\u2066 \r\n \u0085\u2028\u2029 \0 \\n{} `x` [a](http://evil.test) | #1';

/** The same in the 63 bytes that a label of DNS has room for. */
const nastyLabel = '=cmd|"q"<script>alert(1)</script>\u001b[2J\r\n\u0085\0`x`[a](b)#1';

/** Strangers on loopback whose every word is nasty. */
export interface NastyPeers {
  readonly rootPem: string;
  /** Shows a certificate of nasty names, and then a fatal alert that nobody has a name for. */
  readonly namesPort: number;
  /** Greets with the text instead of speaking TLS. */
  readonly greetingPort: number;
  /** Shows a leaf alone, whose issuer is said to be had from the web server. */
  readonly issuerlessPort: number;
  /** Shows a chain whose CRL and responder are said to be there. */
  readonly revocablePort: number;
  /** Knows `alias.nasty.test` by a nasty detour, and refuses `refused.nasty.test`. */
  readonly dns: DnsServer;
  /** What the web server was asked, as its request lines. */
  readonly questions: readonly string[];
  close(): Promise<void>;
}

export async function startNastyPeers(): Promise<NastyPeers> {
  const now = new Date();
  const [authority, key] = await Promise.all([createAuthority({ organization: 'Contoso', now }), makeKeyPair('p-256')]);
  const { root, intermediate } = authority;
  const stall = { chain: [root.der, intermediate.der], key, otherKey: key, issuer: intermediate, now } as const;
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const serve = async (behave: (visit: Visit, socket: Socket) => Promise<void>): Promise<number> => {
    const server = createServer((socket) => {
      sockets.add(socket);
      behave(new Visit(socket), socket).catch(() => socket.destroy());
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const show = (chain: readonly Uint8Array[]): Promise<number> =>
    serve(async (visit) => {
      await visit.hello();
      await visit.send(Buffer.concat([handshake(serverHello(), certificateMessage(chain)), alert(2, 200)]));
      visit.finish();
    });

  const questions: string[] = [];
  const webPort = await serve((_visit, socket) => answerNastily(socket, questions));
  const at = (path: string): string => `http://127.0.0.1:${webPort}/${path}?${nasty}`;
  const issuers = ['text', 'pem', 'away'].map((path) => access('1.3.6.1.5.5.7.48.2', at(path)));
  const responders = ['status', 'torn', 'text'].map((path) => access('1.3.6.1.5.5.7.48.1', at(path)));
  const points = ['text', 'escapes', 'elsewhere'].map((path) => distributionPoint(at(path)));
  const named = craftLeaf(stall, {
    subject: sequence(
      ...[name('2.5.4.10', 0x0c, Buffer.from(nasty)), name('2.5.4.3', 0x0c, Buffer.from(nasty))].map((each) =>
        each.subarray(2),
      ),
    ),
    names: sequence(dnsName('nasty.test'), dnsName(Buffer.from(nasty).toString('latin1'))),
  });
  const names = sequence(dnsName('*.nasty.test'));
  const issuerless = craftLeaf(stall, {
    names,
    extensions: [extension('1.3.6.1.5.5.7.1.1', sequence(...issuers, access('1.3.6.1.5.5.7.48.2', `ldap://${nasty}`)))],
  });
  const revocable = craftLeaf(stall, {
    names,
    extensions: [extension('1.3.6.1.5.5.7.1.1', sequence(...responders)), extension('2.5.29.31', sequence(...points))],
  });
  return {
    rootPem: root.pem,
    namesPort: await show([named, intermediate.der]),
    greetingPort: await serve(async (visit) => {
      await visit.send(Buffer.from(`${nasty}\n`));
    }),
    issuerlessPort: await show([issuerless]),
    revocablePort: await show([revocable, intermediate.der]),
    dns: await startDnsServer({
      'alias.nasty.test': { alias: nastyLabel, addresses: ['127.0.0.1'] },
      'refused.nasty.test': { code: 5 },
    }),
    questions,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** What the web server answers by the path it is asked for: nasty in the status, the headers, the body, or not HTTP at all. */
const answers: Readonly<Record<string, string>> = {
  text: reply(`200 OK`, nasty),
  pem: reply('200 OK', `-----BEGIN ${nasty.replaceAll(/[\r\n]/g, ' ')}-----\n${nasty}\n-----END CERTIFICATE-----\n`),
  away: `HTTP/1.1 302 Found\r\nLocation: /missing?<script>alert(1)</script>|"=cmd" \u202e\r\nContent-Length: 0\r\n\r\n`,
  missing: reply(`404 <script>alert(1)</script> =cmd|"q" [a](http://evil.test)`, nasty),
  elsewhere: `HTTP/1.1 302 Found\r\nLocation: http://[<script>alert(1)</script>|"=cmd"\r\nContent-Length: 0\r\n\r\n`,
  status: reply(`500 <script>alert(1)</script> =cmd`, nasty),
  escapes: `HTTP/1.1 200 \u001b[2J\u0007\r\nX: \u001b[2J\r\n\r\n${nasty}`,
  torn: nasty,
};

function reply(status: string, body: string): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** The request is read from a socket that a `Visit` listens to as well; both see every byte. */
async function answerNastily(socket: Socket, questions: string[]): Promise<void> {
  socket.on('data', (bytes) => {
    const [line = ''] = bytes.toString('latin1').split('\r\n', 1);
    const path = /^[A-Z]+ \/([a-z]*)/.exec(line)?.[1];
    if (path === undefined) return;
    questions.push(line);
    socket.end(answers[path] ?? nasty);
  });
}

function uri(url: string): Uint8Array {
  return tagged(0x86, Buffer.from(url, 'utf8'));
}

function access(method: string, url: string): Uint8Array {
  return sequence(objectIdentifier(method), uri(url));
}

function distributionPoint(url: string): Uint8Array {
  return sequence(tagged(0xa0, tagged(0xa0, uri(url))));
}
