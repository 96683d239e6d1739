import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';

import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

const target = (host: string, port = place.port): string => `${JSON.stringify({ host, port, address: '127.0.0.1' })}\n`;
const scan = (...more: readonly string[]): readonly string[] => [
  ...['scan', '-', '--trust', 'root.pem', '--format', 'ndjson', '--quiet'],
  ...more,
];

test('scan -: a producer that never ends sees each result before it writes the next line', async () => {
  const args = scan();
  const running = startCertmuster(args, { cwd: place.folder, stdin: target('one.contoso.com'), isStdinOpen: true });
  await running.prints('one.contoso.com');
  running.child.stdin.write(target('two.contoso.com'));
  await running.prints('two.contoso.com');
  running.child.kill('SIGINT');
  const { exitCode, stdout } = await running.done;
  assert.equal(exitCode, 130);
  const { complete, summary } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  assert.deepEqual([complete, summary.endpoints, summary.notAudited], [false, 2, null]);
});

test('scan -: a reader who leaves ends the run, though the producer would go on', async () => {
  const running = startCertmuster(scan(), { cwd: place.folder, isStdinOpen: true });
  const { child } = running;
  // As `yes` does, until nobody takes it any more.
  const produce = (): void => {
    while (child.stdin.writable && child.stdin.write(target('again.contoso.com')));
  };
  child.stdin.on('drain', produce);
  produce();
  await running.prints('\n');
  child.stdout.destroy();
  const [exitCode] = await once(child, 'exit');
  assert.equal(exitCode, 1, 'what was seen had findings');
});

test('scan -: the producer waits while endpoints do', async () => {
  const silent = await startHoldingPeer(4);
  const lines = 200_000;
  try {
    const args = scan('--concurrency', '4', '--slow', '0', '--timeout', '10m');
    const running = startCertmuster(args, { cwd: place.folder, isStdinOpen: true });
    const { stdin } = running.child;
    const text = Array.from({ length: lines }, (_, index) => target(`host${index}.test`, silent.port)).join('');
    stdin.write(text);
    await silent.full;
    assert.ok(stdin.writableLength > text.length / 2, `${stdin.writableLength} of ${text.length} bytes wait`);
    running.child.kill('SIGINT');
    assert.equal((await running.done).exitCode, 130);
  } finally {
    await silent.close();
  }
});

/** Takes connections and says nothing; `full` once so many are open. */
async function startHoldingPeer(count: number) {
  const open = new Set<Socket>();
  let onFull = (): void => undefined;
  const full = new Promise<void>((resolve) => {
    onFull = resolve;
  });
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined).resume());
    if (open.size === count) onFull();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    full,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

test('expand -: a targets file in YAML or JSON on standard input, with places in its problems', async () => {
  const yaml = await place.run(['expand', '-'], { stdin: '\uFEFF# mine\n\ntargets:\n  - host: a.contoso.com\n' });
  assert.equal(yaml.exitCode, 0, yaml.stderr);
  assert.match(yaml.stdout, /a\.contoso\.com:443/);
  const json = await place.run(['expand', '-'], { stdin: '{\n  "targets": [ { "host": "a.contoso.com" } ]\n}\n' });
  assert.equal(json.stdout, yaml.stdout);
  const wrong = await place.run(['expand', '-'], { stdin: 'targets:\n  - host: a b\n' });
  assert.equal(wrong.exitCode, 2);
  assert.match(wrong.stderr, /^ {2}standard input:2:5 targets\[0\]\.host: /m);
});
