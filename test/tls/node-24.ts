import { existsSync } from 'node:fs';
import type { TlsOptions } from 'node:tls';

import { repositoryPath } from '../repository-path.ts';
import { type RunningServer, startCommand } from './servers.ts';

/** Node.js 24, whose OpenSSL 3.5 has ML-KEM and ML-DSA. `test/install-tools.sh` fetches it; without it tests fail. */
const node24 = repositoryPath(`.tools/node_modules/node-${process.platform}-${process.arch}/bin/node`);

/** A TLS server of Node.js 24 on a free port of loopback, with options that JSON can write. */
export function startNode24(options: TlsOptions): Promise<RunningServer> {
  if (!existsSync(node24)) throw new Error(`${node24} is missing. Run test/install-tools.sh first.`);
  return startCommand(node24, ['-e', server, JSON.stringify(options)], /PORT (\d+)/);
}

const server = `
const server = require('node:tls').createServer(JSON.parse(process.argv[1]), (socket) => {
  socket.on('error', () => {});
  socket.end();
});
server.on('tlsClientError', () => {});
server.listen(0, '127.0.0.1', () => console.log('PORT', server.address().port));
`;
