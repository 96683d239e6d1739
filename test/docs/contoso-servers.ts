import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

import type { Presentation } from '../../src/lab/tls-listener.ts';
import { startDnsServer } from '../net/dns-server.ts';
import type { ContosoCertificates } from './contoso-certificates.ts';

/** The names of the network, and with them the map of who listens where. */
const hosts = {
  'proxy.contoso.com': '10.0.0.2',
  'www.contoso.com': '10.0.0.5',
  'cwa01.contoso.local': '10.0.0.6',
  'mail.contoso.com': '10.0.0.7',
  'old.contoso.com': '10.0.0.8',
  'shop.contoso.com': '10.0.0.9',
} as const;

/** Starts the machines of Contoso at the ports that their protocols have; to be run in a network namespace. */
export async function startContosoServers({ presented, staple }: ContosoCertificates): Promise<void> {
  const { www, mail, shop, old, cwa01 } = presented;
  const names = Object.entries(hosts).map(([name, address]) => [name, { addresses: [address] }]);
  await startDnsServer(Object.fromEntries(names), { port: 53 });
  await Promise.all([
    listen(webServer(www, staple), 443, hosts['www.contoso.com']),
    listen(webServer(www, staple), 8443, hosts['www.contoso.com']),
    listen(webServer(shop), 443, hosts['shop.contoso.com']),
    listen(webServer(old), 443, hosts['old.contoso.com']),
    listen(webServer(cwa01), 5061, hosts['cwa01.contoso.local']),
    listen(mailServer(smtp, mail), 25, hosts['mail.contoso.com']),
    listen(mailServer(smtp, mail), 587, hosts['mail.contoso.com']),
    listen(mailServer(imap, mail), 143, hosts['mail.contoso.com']),
    listen(connectProxy(), 3128, hosts['proxy.contoso.com']),
  ]);
}

/** HTTPS that answers every request with 200; with a staple where there is one. */
function webServer(presentation: Presentation, staple?: Uint8Array): Server {
  const server = createHttpsServer(identityOf(presentation), (_request, response) => response.end('ok\n'));
  if (staple !== undefined) {
    server.on('OCSPRequest', (_certificate, _issuer, answer: (error: null, response: Buffer) => void) =>
      answer(null, Buffer.from(staple)),
    );
  }
  return server.on('tlsClientError', (_error, socket) => socket.destroy());
}

/** What a mail server says: at once, and to a line of the client; `begin` after an answer means that TLS begins. */
interface MailProtocol {
  readonly greeting: string;
  readonly answer: (line: string) => { readonly text: string; readonly begin?: true };
}

/** RFC 3207. */
const smtp: MailProtocol = {
  greeting: '220 mail.contoso.com ESMTP Postfix\r\n',
  answer: (line) => {
    if (/^STARTTLS$/i.test(line)) return { text: '220 Ready to start TLS\r\n', begin: true };
    if (/^EHLO /i.test(line)) return { text: '250-mail.contoso.com\r\n250-STARTTLS\r\n250 HELP\r\n' };
    return { text: '502 Not implemented\r\n' };
  },
};

/** RFC 9051, section 6.2.1. */
const imap: MailProtocol = {
  greeting: '* OK ready\r\n',
  answer: (line) => {
    const [tag = '*', command = ''] = line.split(' ');
    if (/^STARTTLS$/i.test(command)) return { text: `${tag} OK Begin TLS negotiation now\r\n`, begin: true };
    if (/^CAPABILITY$/i.test(command))
      return { text: `* CAPABILITY IMAP4rev1 STARTTLS\r\n${tag} OK CAPABILITY completed\r\n` };
    return { text: `${tag} BAD unknown\r\n` };
  },
};

function mailServer({ greeting, answer }: MailProtocol, presentation: Presentation): Server {
  const secureContext = createSecureContext(identityOf(presentation));
  return createServer((socket) => {
    let unread = '';
    const read = (bytes: Buffer): void => {
      unread += bytes;
      const [line = '', ...rest] = unread.split('\r\n');
      if (rest.length === 0) return;
      unread = rest.join('\r\n');
      const { text, begin = false } = answer(line);
      socket.write(text);
      if (!begin) return;
      socket.off('data', read);
      const secure = new TLSSocket(socket, { isServer: true, secureContext });
      secure.on('error', () => secure.destroy()).on('secure', () => secure.resume());
    };
    socket.on('error', () => socket.destroy()).on('data', read);
    socket.write(greeting);
  });
}

/** RFC 9110, section 9.3.6. */
function connectProxy(): Server {
  const proxy = createHttpServer((_request, response) => response.writeHead(405).end());
  return proxy.on('connect', ({ url = '' }, client: Socket) => {
    const { hostname, port } = new URL(`tcp://${url}`);
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    onward.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('error', () => onward.destroy());
  });
}

function identityOf({ chain, key }: Presentation) {
  return { cert: chain.map(({ pem }) => pem).join(''), key: key.pem };
}

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, address, resolve));
}
