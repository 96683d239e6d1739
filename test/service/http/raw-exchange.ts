import { connect } from 'node:net';

/** Sends bytes as they are to loopback, and returns all that comes until the server closes, or what came within `ms`. */
export function exchange(port: number, bytes: string | Uint8Array, ms = 10_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(end, ms);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('close', end);
    socket.on('error', () => undefined);
    socket.write(bytes);
  });
}
