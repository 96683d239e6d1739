import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startTlsListener, type Listener } from '../../src/lab/tls-listener.ts';
import { startZoo, type Zoo } from './start-zoo.ts';
import { repositoryPath } from '../repository-path.ts';
import { visitAnimal } from './visit-animal.ts';

/**
 * What one animal may cost beyond a sound server. A flight is read up to 128 KiB and judged; 7 MiB were the most that was seen
 * (docs/zoo.md). The rest is left to the garbage collector, which takes what it finds.
 */
const maxExtraKib = 40 * 1_024;

/** Those that have most to send, to decode or to say, and those that never stop. */
const hungry = [
  ...['huge-certificate', 'long-chain', 'endless-server-hello', 'endless-padding', 'endless-warnings'],
  ...['endless-hello-requests', 'huge-cookie', 'endless-line', 'names-4000', 'names-100000', 'extension-100k'],
  ...['extension-1m', 'leaf-nested', 'extension-nested', 'rsa-65536-bits', 'byte-a-record', 'key-ml-dsa'],
];

const folder = mkdtempSync(join(tmpdir(), 'certmuster-zoo-'));
const rootFile = join(folder, 'root.pem');
let zoo: Zoo;
let sound: Listener;
let ordinaryKib: number;

before(async () => {
  zoo = await startZoo({ now: new Date() });
  const { root, intermediate, leaf, key } = zoo.presented;
  writeFileSync(rootFile, root.pem);
  sound = await startTlsListener({ address: '127.0.0.1', chain: [leaf, intermediate], key });
  ordinaryKib = (await visit('sound', sound.port)).peakKib;
});
after(async () => {
  await Promise.all([zoo.close(), sound.close()]);
  rmSync(folder, { recursive: true });
});

function visit(name: string, port: number) {
  return visitAnimal({ host: `${name}.zoo.test`, port, rootFile, timeoutMs: 8_000 });
}

for (const name of hungry) {
  test(`${name}: a process that audits it takes little more memory than one that audits a sound server`, async (context) => {
    const index = zoo.animals.findIndex((animal) => animal.name === name);
    assert.ok(index >= 0, 'there is no such animal');
    const { peakKib } = await visit(name, zoo.targets.targets?.[index]?.port ?? 0);
    context.diagnostic(`${Math.round(peakKib / 1_024)} MiB, a sound server ${Math.round(ordinaryKib / 1_024)} MiB`);
    assert.ok(peakKib > 0 && peakKib - ordinaryKib < maxExtraKib, `${peakKib} KiB beside ${ordinaryKib} KiB`);
  });
}

test('docs/zoo.md has a row for every animal, in the order of the zoo', () => {
  const rows = readFileSync(repositoryPath('docs/zoo.md'), 'utf8').matchAll(/^\| `([^`]+)` \| /gm);
  assert.deepEqual(
    [...rows].map(([, name]) => name),
    zoo.animals.map(({ name }) => name),
  );
});
