import { readFileSync } from 'node:fs';

import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { startBroker, type BrokerUser, type TlsOfBroker } from '../rabbitmq.ts';

// node broker-program.js FILE: starts a RabbitMQ with the users and the TLS that the file says, and prints its port for TLS.

const [file = ''] = process.argv.slice(2);
const folder = temporaryFolder();
const options = JSON.parse(readFileSync(file, 'utf8')) as { users: readonly BrokerUser[]; tls: TlsOfBroker };
const broker = await startBroker(folder, options);
process.stdout.write(`port ${broker.tlsPort}\n`);
process.stdin.resume().once('end', () => {
  void broker.close().finally(() => process.exit(0));
});
