import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

import type { Presentation } from '../../src/lab/tls-listener.ts';

/** Speaks SMTP up to the go-ahead, sends something with it, and goes on as it is told. */
export function speakSmtp(withGoAhead: Uint8Array, goOn: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    let heard = '';
    const listen = (bytes: Buffer): void => {
      heard += bytes.toString('latin1');
      if (heard.startsWith('EHLO') && heard.endsWith('\r\n') && !heard.includes('STARTTLS')) {
        socket.write('250-mx\r\n250 STARTTLS\r\n');
      }
      if (!heard.endsWith('STARTTLS\r\n')) return;
      socket.off('data', listen);
      socket.write(Buffer.concat([Buffer.from('220 go\r\n'), withGoAhead]));
      goOn(socket);
    };
    socket.on('data', listen);
    socket.write('220 mx\r\n');
  };
}

/** Goes on as a TLS server. */
export function beginTls(socket: Socket, presentation: Presentation): void {
  const cert = presentation.chain.map(({ pem }) => pem).join('');
  const secureContext = createSecureContext({ cert, key: presentation.key.pem });
  new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => undefined);
}
