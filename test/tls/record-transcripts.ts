import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { createProbe } from '../../src/tls/create-probe.ts';
import { repositoryPath } from '../repository-path.ts';
import { createCertificateFolder, type TestCertificate } from './certificates.ts';
import type { DialOptions } from './dial.ts';
import { seededOptions } from './seeded.ts';
import { type RunningServer, startCommand, startOpenssl } from './servers.ts';
import { type RecordedClient, readTranscripts, type Transcript, transcriptsFile, withClient } from './transcripts.ts';

/**
 * Records test/fixtures/tls/transcripts.json anew: `node dist/test/tls/record-transcripts.js`. Needed after a change of
 * the hello, since Finished and CertificateVerify cover it. Beside OpenSSL it needs a Java 8 to 17 JDK, whose TLS still
 * speaks SSL 3.0 and the export suites; the tests that replay the file need neither. Names of scenes on the command line:
 * only those are recorded, the others stay.
 */
const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const ecdsa = folder.make('ecdsa', 'ec:prime256v1');
const client = folder.make('client', 'rsa:2048');
const dsaParameters = join(folder.path, 'dsa.params');
execFileSync('openssl', [
  ...[
    'genpkey',
    '-genparam',
    '-algorithm',
    'DSA',
    '-pkeyopt',
    'dsa_paramgen_bits:1024',
    '-pkeyopt',
    'dsa_paramgen_q_bits:160',
    '-out',
    dsaParameters,
  ],
]);
const dsa = folder.make('dsa', `dsa:${dsaParameters}`);

interface Scene {
  readonly name: string;
  readonly leaf: TestCertificate;
  readonly options: DialOptions;
  /** What we show when asked. */
  readonly client?: TestCertificate;
  /** Protocol, suite and whether to ask for a certificate; or options of `openssl s_server`. */
  readonly java?: readonly [protocol: string, suite: string, ask: 'ask' | 'insist' | 'quiet'];
  readonly openssl?: readonly string[];
}

const bare: DialOptions = { profile: 'ssl30-bare' };
const proving: DialOptions = { profile: 'ssl30-bare', provePossession: true };
const tls10: DialOptions = { profile: 'tls10', serverName: 'rsa.test' };
const modern: DialOptions = { serverName: 'rsa.test' };
const scenes: readonly Scene[] = [
  { name: 'ssl3-rsa-rc4-md5', leaf: rsa, options: bare, java: ['SSLv3', 'SSL_RSA_WITH_RC4_128_MD5', 'quiet'] },
  {
    name: 'ssl3-in-answer-to-tls10',
    leaf: rsa,
    options: tls10,
    java: ['SSLv3', 'SSL_RSA_WITH_3DES_EDE_CBC_SHA', 'quiet'],
  },
  { name: 'ssl3-dhe-rsa', leaf: rsa, options: bare, java: ['SSLv3', 'SSL_DHE_RSA_WITH_3DES_EDE_CBC_SHA', 'quiet'] },
  { name: 'ssl3-dhe-dss', leaf: dsa, options: bare, java: ['SSLv3', 'SSL_DHE_DSS_WITH_3DES_EDE_CBC_SHA', 'quiet'] },
  { name: 'ssl3-proven-rc4-md5', leaf: rsa, options: proving, java: ['SSLv3', 'SSL_RSA_WITH_RC4_128_MD5', 'quiet'] },
  { name: 'ssl3-proven-rc4-sha', leaf: rsa, options: proving, java: ['SSLv3', 'SSL_RSA_WITH_RC4_128_SHA', 'quiet'] },
  { name: 'ssl3-proven-3des', leaf: rsa, options: proving, java: ['SSLv3', 'SSL_RSA_WITH_3DES_EDE_CBC_SHA', 'quiet'] },
  { name: 'ssl3-proven-asked', leaf: rsa, options: proving, java: ['SSLv3', 'TLS_RSA_WITH_AES_128_CBC_SHA', 'ask'] },
  {
    name: 'ssl3-client-certificate',
    leaf: rsa,
    client,
    options: proving,
    java: ['SSLv3', 'SSL_RSA_WITH_3DES_EDE_CBC_SHA', 'insist'],
  },
  { name: 'rsa-export-rc4', leaf: rsa, options: modern, java: ['TLSv1', 'SSL_RSA_EXPORT_WITH_RC4_40_MD5', 'quiet'] },
  { name: 'rsa-export-des40', leaf: rsa, options: bare, java: ['SSLv3', 'SSL_RSA_EXPORT_WITH_DES40_CBC_SHA', 'quiet'] },
  {
    name: 'dhe-rsa-export',
    leaf: rsa,
    options: modern,
    java: ['TLSv1', 'SSL_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA', 'quiet'],
  },
  {
    name: 'dhe-dss-export',
    leaf: dsa,
    options: modern,
    java: ['TLSv1', 'SSL_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA', 'quiet'],
  },
  {
    name: 'rsa-des-unsupported',
    leaf: rsa,
    options: { ...modern, provePossession: true },
    java: ['TLSv1', 'SSL_RSA_WITH_DES_CBC_SHA', 'quiet'],
  },
  {
    name: 'tls12-ecdhe-rsa',
    leaf: rsa,
    options: modern,
    openssl: ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256'],
  },
  {
    name: 'tls12-proven',
    leaf: rsa,
    options: { ...modern, provePossession: true },
    openssl: ['-tls1_2', '-cipher', 'AES256-GCM-SHA384', '-verify', '1'],
  },
  { name: 'tls13', leaf: rsa, options: modern, openssl: ['-tls1_3'] },
  {
    name: 'tls13-retry',
    leaf: ecdsa,
    options: modern,
    openssl: ['-tls1_3', '-groups', 'P-384', '-verify', '1', '-ciphersuites', 'TLS_AES_256_GCM_SHA384'],
  },
];

const wanted = process.argv.slice(2);
const known = wanted.length === 0 ? [] : readTranscripts();
const transcripts: Transcript[] = [];
for (const scene of scenes) {
  const old = known.find(({ name }) => name === scene.name);
  transcripts.push(old === undefined || wanted.includes(scene.name) ? await record(scene) : old);
}
writeFileSync(transcriptsFile, `${JSON.stringify(transcripts, null, 1)}\n`);
folder.remove();

async function record(scene: Scene): Promise<Transcript> {
  const server = await start(scene);
  const said = await recordBytes(server.port, scene);
  await server.stop();
  const peer = scene.java
    ? `${version('java', '-version')}: ${scene.java.join(' ')}`
    : `${version('openssl', 'version')}: ${scene.openssl?.join(' ')}`;
  return {
    name: scene.name,
    peer,
    seed: scene.name,
    options: scene.options,
    ...(scene.client && { client: writeClient(scene.client) }),
    said,
    chain: [Buffer.from(scene.leaf.der).toString('hex')],
  };
}

function start({ leaf, java, openssl }: Scene): Promise<RunningServer> {
  if (java === undefined) return startOpenssl(leaf, ...(openssl ?? []));
  const store = `${leaf.keyFile}.p12`;
  execFileSync('openssl', [
    ...['pkcs12', '-export', '-in', leaf.certificateFile, '-inkey', leaf.keyFile, '-out', store],
    ...['-passout', 'pass:secret'],
  ]);
  const source = repositoryPath('test/fixtures/tls/LegacyServer.java');
  return startCommand('java', ['-Djdk.tls.ephemeralDHKeySize=legacy', source, store, ...java], /PORT (\d+)/);
}

function writeClient({ der, keyFile }: TestCertificate): RecordedClient {
  const key = createPrivateKey(readFileSync(keyFile)).export({ format: 'der', type: 'pkcs8' });
  return { certificate: Buffer.from(der).toString('hex'), key: key.toString('hex') };
}

function recordBytes(port: number, { name, options, client }: Scene): Promise<Transcript['said']> {
  const said: { by: 'client' | 'server'; bytes: string }[] = [];
  const probe = createProbe(seededOptions(name, withClient(options, client && writeClient(client))));
  const socket = connect(port, '127.0.0.1');
  const send = (bytes: Uint8Array | undefined): void => {
    if (bytes === undefined) return;
    said.push({ by: 'client', bytes: Buffer.from(bytes).toString('hex') });
    socket.write(bytes);
  };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('connect', () => send(probe.start()));
    socket.on('data', (bytes) => {
      said.push({ by: 'server', bytes: bytes.toString('hex') });
      const step = probe.receive(bytes);
      send(step.send);
      if (step.done) resolve(said);
    });
  }).then(() => {
    socket.destroy();
    return said;
  });
}

function version(command: string, option: string): string {
  return execFileSync('sh', ['-c', `${command} ${option} 2>&1 | head -1`])
    .toString()
    .trim();
}
