import { generateKeyPairSync } from 'node:crypto';

import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { repositoryPath } from '../../repository-path.ts';
import { scannerUser, siteUser } from '../site-place.ts';
import { connectNamespaces, type Namespace, openNamespace, outputOf, spawnAt, untilSaid } from './namespaces.ts';
import { issueSceneCertificates, type Presented } from './scene-certificates.ts';
import { placesOf, sceneTargets } from './scene-plan.ts';

// node run-scene.js, as root of a network namespace: an inside, a DMZ and an outside with a broker in the DMZ, a worker there and
// one outside. Audits one plan from inside with those workers, and from inside and outside without. Prints the three reports as JSON.
//
//     inside 10.0.1.0/24 ────────── DMZ ────────── outside 203.0.113.0/24
//     who scans, two servers   proxy, broker, worker         worker

const folder = temporaryFolder();
const write = (name: string, content: unknown): string =>
  folder.write(name, typeof content === 'string' ? content : JSON.stringify(content));
const program = (name: string): string => repositoryPath(`dist/test/sites/scene/${name}-program.js`);
const certmuster = repositoryPath('bin/certmuster.js');

const certificates = await issueSceneCertificates(new Date());
const rootFile = write('root.pem', certificates.root);
const signing = generateKeyPairSync('ed25519');
const signKey = write('outside-sign.key', String(signing.privateKey.export({ type: 'pkcs8', format: 'pem' })));
write('outside.pub', String(signing.publicKey.export({ type: 'spki', format: 'pem' })));
const targets = write('targets.json', sceneTargets);

const [inside, dmz, outside] = await Promise.all([openNamespace(), openNamespace(), openNamespace()]);
connectNamespaces('lan', [
  { at: inside, addresses: ['10.0.1.20/24', '10.0.1.11/24', '10.0.1.12/24'] },
  { at: dmz, addresses: ['10.0.1.5', '10.0.1.6', '10.0.1.7', '10.0.1.30', '10.0.1.40'].map((each) => `${each}/24`) },
]);
connectNamespaces('wan', [
  { at: dmz, addresses: ['203.0.113.10/24', '203.0.113.11/24', '203.0.113.30/24'] },
  { at: outside, addresses: ['203.0.113.100/24'] },
]);
dmz.addLocal('10.9.9.9/32');

const namespaces = { inside, dmz, outside };
const serving = Object.entries(placesOf(certificates)).map(async ([name, place]) => {
  const child = spawnAt(namespaces[name as keyof typeof namespaces], [program('place'), write(`${name}.json`, place)]);
  await untilSaid(child, 'ready');
});
const tls = {
  ...{ address: '0.0.0.0', ca: rootFile },
  ...filesOf('broker', certificates.broker),
};
const users = [scannerUser, siteUser('outside'), siteUser('dmz')];
const broker = spawnAt(dmz, [program('broker'), write('broker.json', { users, tls })]);
const brokerPort = Number((await untilSaid(broker, 'port ')).split(' ')[1]);
await Promise.all(serving);

await Promise.all([
  startWorker(outside, 'outside', ['203.0.113.11', '203.0.113.0/24', '--sign-key', signKey]),
  startWorker(dmz, 'dmz', ['10.0.1.6', 'relay.contoso.com:443']),
]);
const results = {
  together: await scan(inside, 'inside', [
    ...['--broker', `outside=amqps://10.0.1.6:${brokerPort}`, '--broker', `dmz=amqps://10.0.1.7:${brokerPort}`],
    ...accessOf('scanner'),
  ]),
  fromInside: await scan(inside, 'inside', []),
  fromOutside: await scan(outside, 'outside', []),
};
process.stdout.write(JSON.stringify(results), () => process.exit(0));

async function startWorker(at: Namespace, site: 'outside' | 'dmz', [host, ...allow]: readonly string[]): Promise<void> {
  const url = `amqps://${host}:${brokerPort}`;
  const args = ['worker', '--site', site, '--broker', url, ...accessOf(site), '--dns-server', '127.0.0.1', '--allow'];
  await untilSaid(spawnAt(at, [certmuster, ...args, ...allow]), 'connected to the broker');
}

async function scan(at: Namespace, site: string, options: readonly string[]) {
  const args = [
    'scan',
    targets,
    '--site',
    site,
    '--format',
    'json',
    '--quiet',
    '--timeout',
    '10s',
    '--dns-server',
    '127.0.0.1',
  ];
  const { exitCode, stdout, stderr } = await outputOf(spawnAt(at, [certmuster, ...args, ...options]));
  if (stdout === '') throw new Error(stderr);
  return { exitCode, report: JSON.parse(stdout) };
}

function accessOf(user: keyof typeof certificates.users): readonly string[] {
  const { chain, key } = filesOf(user, certificates.users[user]);
  return ['--broker-ca', rootFile, '--broker-cert', chain, '--broker-key', key];
}

function filesOf(name: string, { chain, key }: Presented): { readonly chain: string; readonly key: string } {
  return { chain: write(`${name}.pem`, chain.join('')), key: write(`${name}.key`, key) };
}
