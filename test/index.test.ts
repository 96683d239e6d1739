import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { type AuditPlan, prepareAudit } from '../src/index.ts';
import { type CertificateAuthority, createAuthority } from '../src/lab/authority.ts';
import { issueServerCertificate } from '../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../src/lab/key-pair.ts';
import { type Listener, startTlsListener } from '../src/lab/tls-listener.ts';
import { temporaryFolder } from './estate/temporary-folder.ts';
import { repositoryPath } from './repository-path.ts';

interface Example {
  findFaults(target: {
    readonly host: string;
    readonly port: number;
    readonly address: string;
    readonly rootFile: string;
  }): Promise<readonly { readonly check: string; readonly severity: string; readonly message: string }[]>;
}

const folder = temporaryFolder();
let authority: CertificateAuthority;
let listener: Listener;
let rootFile: string;
let example: Example;

before(async () => {
  authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  rootFile = folder.write('root.pem', authority.root.pem);
  const key = await makeKeyPair('rsa-2048');
  const leaf = await issueServerCertificate(authority, key, { names: ['www.contoso.test'] });
  listener = await startTlsListener({ address: '127.0.0.1', chain: [leaf, authority.intermediate], key });
  example = await import(pathToFileURL(folder.write('example.mjs', documentedExample())).href);
});
after(async () => {
  await listener.close();
  folder.remove();
});

/** The code of the example in the documentation of `src/index.ts`, importing what was built here. */
function documentedExample(): string {
  const source = readFileSync(repositoryPath('src', 'index.ts'), 'utf8');
  const code = /@example\n \* ```js\n([\s\S]*?)\n \* ```/.exec(source)?.[1];
  assert.ok(code !== undefined, 'src/index.ts has an example');
  const built = new URL('../src/index.js', import.meta.url).href;
  return code.replace(/^ \* ?/gm, '').replace("'certmuster'", JSON.stringify(built));
}

test('the documented example finds nothing wrong with a sound endpoint', async () => {
  const { port, address } = listener;
  assert.deepEqual(await example.findFaults({ host: 'www.contoso.test', port, address, rootFile }), []);
});

test('the documented example names what is wrong', async () => {
  const { port, address } = listener;
  const faults = await example.findFaults({ host: 'intranet.contoso.test', port, address, rootFile });
  const named = faults.filter(({ check }) => check === 'name-match');
  assert.deepEqual(
    named.map(({ severity }) => severity),
    ['critical'],
  );
});

test('a plan with several problems names them all', () => {
  const plan: AuditPlan = {
    targets: {
      trustStores: { contoso: { files: ['a.pem', 'b.pem'] }, local: { bundled: 'system' } },
      targets: [{ host: 'www.contoso.test', trust: ['contoso', 'local'] }],
    },
    trustFiles: new Map([['a.pem', Buffer.from('nonsense')]]),
  };
  const prepared = prepareAudit(plan);
  assert.ok(!prepared.ok);
  assert.deepEqual(
    prepared.error.map(({ path }) => path),
    ['trustStores.contoso', 'trustStores.local'],
  );
});
