import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { fitToOpenFiles, readOpenFilesLimit } from '../../../src/cli/input/open-files-limit.ts';
import { askingNobody } from '../../net/no-names.ts';
import { repositoryPath } from '../../repository-path.ts';
import { openPlace, type Place } from '../place.ts';

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
  assert.match(stderr, /allows --concurrency 76, not 500/);
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  assert.equal(summary.summary.endpoints, 200);
  assert.equal(summary.summary.unreachable, 0);
});

test('only Linux has its limit in a file: elsewhere none is read from a folder that anybody could make', async () => {
  assert.equal(typeof (await readOpenFilesLimit('linux')), 'number');
  assert.equal(await readOpenFilesLimit('win32'), undefined);
  assert.equal(await readOpenFilesLimit('darwin'), undefined);
});

test('ten slow endpoints may be kept open beside each slot, unless the operator says how many', () => {
  assert.deepEqual(fitToOpenFiles({ concurrency: 100, slow: undefined }), { concurrency: 100, slow: 1_000 });
  assert.deepEqual(fitToOpenFiles({ concurrency: 100, slow: 0 }), { concurrency: 100, slow: 0 });
});

test('what open files leave beside the slots is for slow ones; less than was asked for is reported', () => {
  assert.deepEqual(fitToOpenFiles({ concurrency: 100, slow: undefined }, 1_024), {
    concurrency: 100,
    slow: 776,
  });
  const { notice, ...limits } = fitToOpenFiles({ concurrency: 100, slow: 2_000 }, 1_024);
  assert.deepEqual(limits, { concurrency: 100, slow: 776 });
  assert.match(notice ?? '', /allows --slow 776, not 2000/);
});

test('if not even the slots fit, no slow endpoint is kept open', () => {
  const { notice, ...limits } = fitToOpenFiles({ concurrency: 100, slow: undefined }, 200);
  assert.deepEqual(limits, { concurrency: 76, slow: 0 });
  assert.match(notice ?? '', /allows --concurrency 76, not 100/);
});

test('within the fewest files one endpoint is audited after the other', () => {
  assert.equal(fitToOpenFiles({ concurrency: 100, slow: undefined }, 30).concurrency, 1);
});
