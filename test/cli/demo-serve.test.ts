import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { temporaryFolder } from '../estate/temporary-folder.ts';
import { certmuster, startCertmuster } from './certmuster.ts';

test('demo --serve shows its deployment in a browser until it is ended, and leaves nothing behind', async (context) => {
  const folder = temporaryFolder();
  context.after(() => folder.remove());
  const demo = startCertmuster(['demo', '--serve', '--port', '0'], { environment: { TMPDIR: folder.path } });
  let log = '';
  demo.child.stderr.on('data', (text: string) => {
    log += text;
  });
  await demo.complains('listening on http://127.0.0.1:');
  const url = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(log)?.[1] ?? '';
  assert.match(await (await fetch(`${url}/`)).text(), /Nothing has been audited yet/);
  await demo.complains('contoso: run 1 ended');
  assert.match(await (await fetch(`${url}/`)).text(), /Of 17 endpoints, 8 fail, 6 have warnings, 3 pass\./);
  assert.equal(readdirSync(folder.path).length, 1);
  demo.child.kill('SIGINT');
  const { exitCode, stderr } = await demo.done;
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /Ctrl-C ends it[\s\S]*stopped\n$/);
  assert.deepEqual(readdirSync(folder.path), []);
  assert.ok(existsSync(folder.path));
});

test('demo --serve refuses a port that is none', async () => {
  const { exitCode, stderr } = await certmuster(['demo', '--serve', '--port', '70000']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--port: is not a port; use a number up to 65535/);
});
