import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// node build/cache-program.js [FOLDER]: scans servers of its own on loopback with the bundled program, so that V8 compiles
// what a scan uses, and keeps that beside the program. Where no server can be started there is no cache, and no harm done.

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, process.argv[2] ?? 'dist/program', 'scan.js');
const { cacheOf, loadCompiled } = createRequire(import.meta.url)('../bin/use-code-cache.js');

/** A build never waits longer for what it can do without. */
const limitMs = 30_000;
setTimeout(() => process.exit(), limitMs).unref();

const folder = mkdtempSync(join(tmpdir(), 'certmuster-build-'));
try {
  const script = loadCompiled(program);
  const { main } = createRequire(program)('./main.js');
  const { listeners, rootFile } = await startServers();
  const list = join(folder, 'list.ndjson');
  const targets = listeners.map(({ port }) => ({ host: 'www.contoso.com', address: '127.0.0.1', port }));
  writeFileSync(list, targets.map((target) => `${JSON.stringify(target)}\n`).join(''));
  for (const format of ['ndjson', 'json']) {
    const output = ['--format', format, '--output', join(folder, format), '--quiet'];
    process.argv = [process.execPath, 'certmuster', 'scan', list, '--trust', rootFile, ...output];
    await main();
  }
  for (const listener of listeners) await listener.close();
  writeFileSync(cacheOf(program), script.createCachedData());
} catch (error) {
  process.stderr.write(`The program was built without a code cache: ${error}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

/** Both kinds of keys under both protocols that are met today, as each has functions of its own. */
async function startServers() {
  const { createAuthority } = await import('../dist/src/lab/authority.js');
  const { issueServerCertificate } = await import('../dist/src/lab/issue-server-certificate.js');
  const { makeKeyPair } = await import('../dist/src/lab/key-pair.js');
  const { startTlsListener } = await import('../dist/src/lab/tls-listener.js');
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  const rootFile = join(folder, 'root.pem');
  writeFileSync(rootFile, authority.root.pem);
  const listeners = [];
  for (const kind of ['rsa-2048', 'p-256']) {
    const key = await makeKeyPair(kind);
    const chain = [
      await issueServerCertificate(authority, key, { names: ['www.contoso.com'] }),
      authority.intermediate,
    ];
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
      listeners.push(await startTlsListener({ address: '127.0.0.1', chain, key, settings: { maxVersion } }));
    }
  }
  return { listeners, rootFile };
}
