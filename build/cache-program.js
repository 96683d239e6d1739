import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// node build/cache-program.js [FOLDER]: scans a server of its own on loopback with the bundled program, so that V8 compiles
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
  const server = await startServer();
  const list = join(folder, 'list.ndjson');
  writeFileSync(list, `${JSON.stringify({ host: 'www.contoso.com', address: '127.0.0.1', port: server.port })}\n`);
  for (const format of ['ndjson', 'json']) {
    const output = ['--format', format, '--output', join(folder, format), '--quiet'];
    process.argv = [process.execPath, 'certmuster', 'scan', list, '--trust', server.rootFile, ...output];
    await main();
  }
  await server.close();
  writeFileSync(cacheOf(program), script.createCachedData());
} catch (error) {
  process.stderr.write(`The program was built without a code cache: ${error}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

async function startServer() {
  const { createAuthority, issueServerCertificate } = await import('../dist/src/lab/certificate-authority.js');
  const { makeKeyPair } = await import('../dist/src/lab/key-pair.js');
  const { startTlsListener } = await import('../dist/src/lab/tls-listener.js');
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  const key = await makeKeyPair('rsa-2048');
  const leaf = issueServerCertificate(authority, key, { names: ['www.contoso.com'] });
  const rootFile = join(folder, 'root.pem');
  writeFileSync(rootFile, authority.root.pem);
  const listener = await startTlsListener({ address: '127.0.0.1', chain: [leaf, authority.intermediate], key });
  return { port: listener.port, rootFile, close: () => listener.close() };
}
