import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import type { TestCertificate } from './certificates.ts';

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** `openssl s_server` on a free port of loopback. */
export function startOpenssl(certificate: TestCertificate, ...options: readonly string[]): Promise<RunningServer> {
  const keys = ['-cert', certificate.certificateFile, '-key', certificate.keyFile];
  return startCommand(
    'openssl',
    ['s_server', '-accept', '127.0.0.1:0', ...keys, ...options],
    /^ACCEPT 127\.0\.0\.1:(\d+)/m,
  );
}

/** Any server that prints the port it listens on, as the first group of the pattern. */
export function startCommand(command: string, options: readonly string[], port: RegExp): Promise<RunningServer> {
  return startServer(command, options, (output) => {
    const digits = output.match(port)?.[1];
    return digits === undefined ? undefined : Number(digits);
  });
}

/** `gnutls-serv` on a free port. */
export async function startGnutls(certificate: TestCertificate, ...options: readonly string[]): Promise<RunningServer> {
  const port = await freePort();
  const keys = ['--x509certfile', certificate.certificateFile, '--x509keyfile', certificate.keyFile];
  return startServer('gnutls-serv', ['--http', '--port', `${port}`, ...keys, ...options], (output) =>
    /listening on IPv4.*done/.test(output) ? port : undefined,
  );
}

/** A scripted peer: whatever the function does with each connection. */
export async function startScripted(behave: (socket: Socket) => void): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    behave(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function startServer(
  command: string,
  options: readonly string[],
  findPort: (output: string) => number | undefined,
): Promise<RunningServer> {
  const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'pipe'] });
  const port = await waitForPort(child, command, findPort);
  return {
    port,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function waitForPort(
  child: ChildProcess,
  command: string,
  findPort: (output: string) => number | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (bytes: Buffer): void => {
      output += bytes.toString();
      const port = findPort(output);
      if (port !== undefined) resolve(port);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}: ${output}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
