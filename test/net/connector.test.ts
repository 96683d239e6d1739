import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { createInStep } from '../../src/async/in-step.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createConnector } from '../../src/net/connector.ts';
import { repositoryPath } from '../repository-path.ts';

const server = createServer((socket) => socket.on('error', () => undefined).resume());
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => server.close());

const port = (): number => (server.address() as AddressInfo).port;

test('more connections at once than the process may have open files: each of them comes to stand', async () => {
  const script = 'ulimit -n 64; exec "$@"';
  const args = [repositoryPath('dist/test/net/connect-crowd.js'), String(port()), '300'];
  const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', process.execPath, ...args]);
  assert.equal(stdout, '300\n');
});

test('a failure that waiting does not fix is reported at once', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const gone = (closed.address() as AddressInfo).port;
  await new Promise((resolve) => closed.close(resolve));
  const signal = AbortSignal.timeout(10_000);
  const connected = await createConnector(createInStep(), { families: createAddressFamilies() })({
    address: '127.0.0.1',
    port: gone,
    signal,
  });
  assert.equal(connected.ok ? undefined : connected.error.kind, 'refused');
});

test('an address is dialed although its family seems to be missing: what the system says counts', async () => {
  const families = createAddressFamilies({ ownAddresses: () => ['::1'] });
  const signal = AbortSignal.timeout(10_000);
  const connected = await createConnector(createInStep(), { families })({ address: '127.0.0.1', port: port(), signal });
  assert.ok(connected.ok);
  connected.value.destroy();
});

test('an address of a family that is left out is not dialed', async () => {
  const families = createAddressFamilies({ only: 'IPv6' });
  const signal = AbortSignal.timeout(10_000);
  const connected = await createConnector(createInStep(), { families })({ address: '127.0.0.1', port: port(), signal });
  assert.deepEqual(connected, {
    ok: false,
    error: {
      kind: 'no-address-family',
      message: '127.0.0.1 was not dialed, because -6 leaves out IPv4. Leave -6 out to dial it.',
    },
  });
});
