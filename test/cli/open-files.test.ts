import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

test('scan --concurrency beyond the limit on open files: it is lowered, which is said, and every endpoint is audited', async () => {
  const hosts = Array.from({ length: 200 }, (_, index) => ({ host: `host-${index}.contoso.com`, port: place.port }));
  place.write('many.ndjson', hosts.map((each) => `${JSON.stringify({ ...each, address: '127.0.0.1' })}\n`).join(''));
  const args = ['scan', 'many.ndjson', '--trust', 'root.pem', '--concurrency', '500', '--fail-on', 'never'];
  const command = [process.execPath, repositoryPath('bin/certmuster.js'), ...askingNobody(args), '--format', 'ndjson'];
  const run = promisify(execFile);
  const { stdout, stderr } = await run('bash', ['-c', 'ulimit -n 200; exec "$@"', 'bash', ...command], {
    cwd: place.folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.match(stderr, /allows 76 endpoints at once/);
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  assert.equal(summary.summary.endpoints, 200);
  assert.equal(summary.summary.unreachable, 0);
});
