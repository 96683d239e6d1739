import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { certmuster } from './certmuster.ts';

/** Packages that a run really loaded: V8 lists every script for its coverage report. */
async function packagesLoadedBy(args: readonly string[]): Promise<ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-coverage-'));
  try {
    await certmuster(args, { environment: { NODE_V8_COVERAGE: folder } });
    const urls = readdirSync(folder).flatMap((file) => {
      const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: readonly { url: string }[] };
      return result.map(({ url }) => url);
    });
    return new Set(urls.flatMap((url) => /(?:node_modules|dist\/program)\/((?:@[^/]+\/)?[^/.]+)/.exec(url)?.[1] ?? []));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a scan that writes NDJSON pays for neither tables nor schemas nor issuing', async () => {
  const loaded = await packagesLoadedBy(['scan', '127.0.0.1:1', '--format', 'ndjson']);
  // The public suffix list and yargs stand in the bundled program's `scan.js`.
  assert.ok(loaded.has('scan') || loaded.has('tldts'));
  for (const heavy of ['cli-table3', 'zod', '@peculiar/x509', 'reflect-metadata', 'undici', '@noble/post-quantum']) {
    assert.equal(loaded.has(heavy), false, heavy);
  }
});

test('help loads neither tables nor schemas nor issuing', async () => {
  const loaded = await packagesLoadedBy(['scan', '--help']);
  assert.ok(loaded.has('scan') || loaded.has('yargs'));
  for (const heavy of ['cli-table3', 'zod', '@peculiar/x509', '@noble/post-quantum']) {
    assert.equal(loaded.has(heavy), false, heavy);
  }
});
