import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createSecureContext, TLSSocket } from 'node:tls';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly isSecured: boolean;
  readonly login: string | undefined;
}

export interface MailPeerOptions {
  /** For STARTTLS, or TLS from the first byte; undefined: neither is offered. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly isImplicitTls?: boolean;
  /** Answers in place of the usual ones, by the command: `RCPT`, `.` for the end of a mail. */
  readonly answers?: Readonly<Record<string, (line: string) => string | undefined>>;
  readonly offersLogin?: boolean;
}

/** A mail server on loopback that takes what it is given (RFC 5321, 3207, 4954 PLAIN). */
export async function startMailPeer(context: TestContext, options: MailPeerOptions = {}) {
  const { tls, isImplicitTls = false } = options;
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const secure = (socket: Socket): TLSSocket =>
    new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(tls) });
  const server = createServer((raw) => {
    sockets.add(raw);
    raw.on('error', () => undefined);
    const socket = isImplicitTls ? secure(raw) : raw;
    socket.on('error', () => undefined);
    socket.write('220 mail.contoso.com ESMTP\r\n');
    serve(socket, { options, secure, mails, isSecured: isImplicitTls });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, mails };
}

interface Session {
  readonly options: MailPeerOptions;
  readonly secure: (socket: Socket) => TLSSocket;
  readonly mails: Mail[];
  readonly isSecured: boolean;
}

function serve(socket: Socket, session: Session): void {
  const { options, secure, mails, isSecured } = session;
  let [text, from, data, isData] = ['', '', '', false];
  let to: string[] = [];
  let login: string | undefined;
  const answer = (line: string): string => {
    const [word = ''] = line.split(' ');
    const own = options.answers?.[word.toUpperCase()]?.(line);
    if (own !== undefined) return own;
    switch (word.toUpperCase()) {
      case 'EHLO':
        return [
          ...(options.tls !== undefined && !isSecured ? ['250-STARTTLS'] : []),
          ...(options.offersLogin ? ['250-AUTH PLAIN'] : []),
          '250 8BITMIME',
        ].join('\r\n');
      case 'STARTTLS':
        return '220 go ahead';
      case 'AUTH':
        login = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString();
        return '235 ok';
      case 'MAIL':
        from = line;
        return '250 ok';
      case 'RCPT':
        to.push(line);
        return '250 ok';
      case 'DATA':
        isData = true;
        return '354 go ahead';
      default:
        return '250 ok';
    }
  };
  const onData = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (isData && line !== '.') {
        data += `${line.replace(/^\./, '')}\r\n`;
        continue;
      }
      if (isData) {
        isData = false;
        const own = options.answers?.['.']?.(line);
        if (own === undefined || own.startsWith('250')) mails.push({ from, to, data, isSecured, login });
        [to, data] = [[], ''];
        socket.write(`${own ?? '250 queued'}\r\n`);
        continue;
      }
      socket.write(`${answer(line)}\r\n`);
      if (line.toUpperCase() === 'STARTTLS') {
        socket.off('data', onData);
        const upgraded = secure(socket);
        upgraded.on('error', () => undefined);
        serve(upgraded, { ...session, isSecured: true });
        return;
      }
    }
  };
  socket.on('data', onData);
}
