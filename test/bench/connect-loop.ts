import { readFileSync } from 'node:fs';
import { connect, createSecureContext } from 'node:tls';

// node connect-loop.js TARGETS.ndjson CONCURRENCY [context-each]: shakes hands with every target through `tls.connect`, and
// nothing else: no root is trusted and no answer judged. One secure context for all of them, because making one costs a
// millisecond; `context-each` leaves that to `tls.connect`, as most people do.

interface Target {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

const [file = '', concurrency = '', contexts = ''] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
const shared = contexts === 'context-each' ? {} : { secureContext: createSecureContext() };
let next = 0;

async function shakeHands({ host, address, port }: Target): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const options = { host: address, port, servername: host, rejectUnauthorized: false, ...shared };
    const socket = connect(options, () => {
      socket.getPeerCertificate(true);
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

async function work(): Promise<void> {
  for (let line = lines[next++]; line !== undefined; line = lines[next++]) await shakeHands(JSON.parse(line));
}

await Promise.all(Array.from({ length: Number(concurrency) }, work));
