import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { connect, credentials } from 'amqplib';

import { createScannerEngine } from '../../src/sites/amqp/scanner-engine.ts';
import type { BrokerAccess } from '../../src/sites/amqp/broker-link.ts';
import { parseBrokerUrl } from '../../src/sites/broker-url.ts';
import { requestFor, runAudit } from '../audit/auditing.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import { checkPermissions } from './check-permissions.ts';
import { type Broker, startBroker } from './rabbitmq.ts';
import { endpointsOf, password, scannerUser, sitesRequest, startServer, startWorkerAs } from './site-place.ts';

const folder = temporaryFolder();
const read = (name: string): string => readFileSync(`${folder.path}/${name}`, 'utf8');
let broker: Broker;
let printed = '';

/** A CA, the broker's certificate and client certificates, as docs/sites.md makes them. */
function makeCertificates(): void {
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder.path, stdio: ['ignore', 'ignore', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Broker CA');
  const issue = (name: string, extensions: string): void => {
    folder.write('extensions', extensions);
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '30', '-extfile', 'extensions', '-out', `${name}.pem`],
    );
  };
  issue('broker', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
  for (const name of ['scanner', 'inside', 'outside']) issue(name, 'extendedKeyUsage=clientAuth\n');
}

before(async () => {
  makeCertificates();
  const path = (name: string): string => `${folder.path}/${name}`;
  const tls = { ca: path('ca.pem'), chain: path('broker.pem'), key: path('broker.key') };
  // A stranger who was there before, with a permission that the script has to leave alone.
  broker = await startBroker(folder, { users: [{ ...scannerUser, name: 'stranger' }], tls });
  printed = execFileSync(repositoryPath('docs/examples/rabbitmq-users.sh'), ['--external', 'inside', 'outside'], {
    env: { ...broker.environment, RABBITMQCTL: '/usr/lib/rabbitmq/bin/rabbitmqctl' },
    encoding: 'utf8',
  });
});
/** No worker, no server and no connection outlives the tests, however they end. */
const open: (() => unknown)[] = [];
after(async () => {
  for (const close of open) await close();
  await broker.close();
  folder.remove();
});

const accessAs = (name: string): BrokerAccess => {
  const url = parseBrokerUrl(`amqps://127.0.0.1:${broker.tlsPort}`);
  if (!url.ok) throw new Error(url.error);
  return {
    url: url.value,
    password: undefined,
    ca: read('ca.pem'),
    cert: read(`${name}.pem`),
    key: read(`${name}.key`),
  };
};

test('the script makes the exchange, so that workers can be started before the first scan', () => {
  const exchanges = broker.control('--quiet', 'list_exchanges', 'name', 'type', 'durable');
  assert.match(exchanges, /^certmuster\ttopic\ttrue$/m);
});

test('users of the script log in by client certificate, see from their site, and may do nothing else', async () => {
  assert.equal(printed, '', 'no password is printed where there is none');
  const server = await startServer();
  open.push(server.close);
  const path = (name: string): string => `${folder.path}/${name}`;
  const keys = generateKeyPairSync('ed25519');
  const sign = folder.write('sign.pem', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const worker = await startWorkerAs(
    ...['--site', 'outside', '--broker', `amqps://127.0.0.1:${broker.tlsPort}`, '--broker-ca', path('ca.pem')],
    ...['--broker-cert', path('outside.pem'), '--broker-key', path('outside.key')],
    ...['--allow', '127.0.0.1', '--sign-key', sign],
  );
  open.push(() => worker.child.kill('SIGKILL'));
  const spki = new Uint8Array(keys.publicKey.export({ type: 'spki', format: 'der' }));
  const sites = { ...sitesRequest(broker), brokers: [{ access: accessAs('scanner') }] };
  const { endpoints } = await runAudit(
    requestFor(endpointsOf('outside', server.port, 60), { sites, siteKeys: new Map([['outside', spki]]) }),
  );
  assert.ok(
    endpoints.every(
      ({ observation: { seenFrom, certificates } }) => seenFrom === 'outside' && certificates.length === 2,
    ),
  );
  worker.child.kill('SIGTERM');
  assert.equal((await worker.done).exitCode, 0);

  const run = 'b'.repeat(32);
  const scanner = createScannerEngine({ access: accessAs('scanner'), name: 'test', random: () => 0 });
  scanner.takeResults(run, () => undefined);
  for (const site of ['inside', 'outside']) await scanner.offer(site, Buffer.from('{}'));
  const { ca, cert, key } = accessAs('outside');
  const model = await connect(
    { protocol: 'amqps', hostname: '127.0.0.1', port: broker.tlsPort, vhost: '%2F' },
    { ca, cert, key, credentials: credentials.external() },
  );
  open.push(() => model.close().catch(() => undefined));
  await checkPermissions(model, { own: 'outside', other: 'inside', run });
  await scanner.end(run);
});

test('a broker whose certificate is of another CA is not trusted, and nobody logs in without a certificate', async () => {
  const { ca: _, ...untrusting } = accessAs('scanner');
  const engine = createScannerEngine({ access: untrusting, name: 'test', random: () => 0 });
  await until(() => /certificate/.test(engine.trouble() ?? ''));
  await engine.end('c'.repeat(32));
  const url = parseBrokerUrl(`amqps://stranger@127.0.0.1:${broker.tlsPort}`);
  assert.ok(url.ok);
  const nameless = createScannerEngine({
    ...{ access: { url: url.value, password, ca: read('ca.pem') }, name: 'test', random: () => 0 },
  });
  await until(() => /certificate required|alert|closed|ended|reset/i.test(nameless.trouble() ?? ''));
  await nameless.end('c'.repeat(32));
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
