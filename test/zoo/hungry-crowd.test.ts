import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { sequence } from '../pki/forge-der.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { makeSeededPki } from '../fuzz/seeded-certificates.ts';
import { repositoryPath } from '../repository-path.ts';
import type { Stall } from './animal.ts';
import { craftLeaf, dnsName } from './craft-leaf.ts';
import { certificateMessage, handshake, serverHello } from './server-messages.ts';

/** All that the default options keep open at once. */
const crowd = 1_100;
/** As many short names as the default options read of so many servers. */
const namesOfEach = 12_000;
/** 66 MB of it are the bytes that wait, 45 what Node takes itself; half of the rest is garbage that V8 has not collected yet. */
const maxPeakMib = 400;

test('1,100 servers that send a chain of short names and then nothing take less than 400 MiB together', async (context) => {
  const now = new Date();
  const { leaves, intermediate } = makeSeededPki();
  const [leaf] = leaves;
  assert.ok(leaf !== undefined);
  const names = sequence(
    ...Array.from({ length: namesOfEach }, (_, index) => dnsName(index.toString(36).padStart(3, 'a'))),
  );
  const { key } = leaf;
  const stall: Stall = { chain: [leaf.der, intermediate.der], key, otherKey: key, issuer: intermediate, now };
  const certificate = craftLeaf(stall, { names });
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      count += 1;
      // No two servers send the same certificate, so nothing is decoded once for all of them.
      const own = Buffer.from(certificate);
      own.writeUInt32BE(count, own.length - 12);
      socket.write(handshake(serverHello(), certificateMessage([own])));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const folder = temporaryFolder();
  const list = join(folder.path, 'list.txt');
  writeFileSync(list, Array.from({ length: crowd }, (_, index) => `h${index}.zoo.test:${port}\n`).join(''));

  const args = ['scan', list, '--address', '127.0.0.1', '--quiet', '--timeout', '5s'];
  const preload = ['--import', repositoryPath('dist/test/zoo/tell-peak.js')];
  const child = spawn(process.execPath, [...preload, repositoryPath('bin/certmuster.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  const [stdout = '', stderr = '', peak = ''] = await Promise.all(
    [1, 2, 3].map((fd) => text(child.stdio[fd] as NodeJS.ReadableStream)),
  );
  for (const socket of sockets) socket.destroy();
  server.close();
  folder.remove();

  assert.match(stdout, /^Endpoints: .*1,?100/m, stderr);
  const peakMib = Math.round(Number(peak.split(' ')[0]) / 1_024);
  context.diagnostic(`${peakMib} MiB`);
  assert.ok(peakMib > 0 && peakMib < maxPeakMib, `${peakMib} MiB`);
});
