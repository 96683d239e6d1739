import { existsSync } from 'node:fs';
import type { TlsOptions } from 'node:tls';

import { repositoryPath } from '../repository-path.ts';
import { type RunningServer, startCommand } from './servers.ts';

/** Node.js 24, whose OpenSSL 3.5 has ML-KEM and ML-DSA. `test/install-tools.sh` fetches it; without it tests fail. */
export function node24Path(): string {
  const path = repositoryPath(`.tools/node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (!existsSync(path)) throw new Error(`${path} is missing. Run test/install-tools.sh first.`);
  return path;
}

/** A TLS server of Node.js 24 on a free port of loopback, with options that JSON can write. */
export function startNode24(options: TlsOptions): Promise<RunningServer> {
  return startCommand(node24Path(), ['-e', server, JSON.stringify(options)], /PORT (\d+)/);
}

const server = `
const server = require('node:tls').createServer(JSON.parse(process.argv[1]), (socket) => {
  socket.on('error', () => {});
  socket.end();
});
server.on('tlsClientError', () => {});
server.listen(0, '127.0.0.1', () => console.log('PORT', server.address().port));
`;
