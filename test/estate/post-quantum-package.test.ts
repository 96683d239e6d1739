import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { createCertificateFolder } from '../tls/certificates.ts';
import { makeMlDsaCertificate } from '../tls/ml-dsa-certificate.ts';
import { startNode24 } from '../tls/node-24.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const files = { cert: readFileSync(rsa.certificateFile, 'utf8'), key: readFileSync(rsa.keyFile, 'utf8') };
after(() => folder.remove());

/** Tells of each module that is required by name. */
const watcher = join(folder.path, 'watcher.cjs');
writeFileSync(
  watcher,
  `const Module = require('node:module');
const load = Module._load;
Module._load = (request, ...rest) => {
  if (request.startsWith('@noble')) process.stderr.write('LOADED ' + request + '\\n');
  return load(request, ...rest);
};`,
);

async function loadedBy(port: number): Promise<readonly string[]> {
  const target = ['scan', `www.contoso.test:${port}`, '--address', '127.0.0.1', '--format', 'json'];
  const child = spawn(process.execPath, ['--require', watcher, repositoryPath('bin/certmuster.js'), ...target]);
  let [output, report] = ['', ''];
  child.stderr.on('data', (bytes) => (output += bytes));
  child.stdout.on('data', (bytes) => (report += bytes));
  await once(child, 'close');
  assert.equal(JSON.parse(report).endpoints[0].failure, null);
  return output.match(/LOADED \S+/g) ?? [];
}

test('an ordinary endpoint loads no post-quantum package', async () => {
  const server = await startNode24({ ...files, ecdhCurve: 'X25519' });
  assert.deepEqual(await loadedBy(server.port), []);
  await server.stop();
});

test('a server that takes a hybrid makes the program load ML-KEM, and an ML-DSA certificate ML-DSA', async () => {
  const hybrid = await startNode24({ ...files, ecdhCurve: 'X25519MLKEM768' });
  assert.deepEqual(await loadedBy(hybrid.port), ['LOADED @noble/post-quantum/ml-kem.js']);
  await hybrid.stop();
  const { certificate, key } = makeMlDsaCertificate('ML-DSA-44');
  const signed = await startNode24({ cert: certificate, key, ecdhCurve: 'X25519' });
  assert.ok((await loadedBy(signed.port)).includes('LOADED @noble/post-quantum/ml-dsa.js'));
  await signed.stop();
});
