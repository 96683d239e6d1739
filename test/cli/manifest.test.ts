import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startCertmuster, type Transcript } from './certmuster.ts';
import { openPlace, type Place, startSilentPeer } from './place.ts';

let place: Place;
let saved: Transcript;
before(async () => {
  place = await openPlace();
  writeKey('own');
  writeKey('other');
  saved = await place.run(['scan', 'targets.json', '--save-observations', 'plain']);
  assert.equal(saved.exitCode, 0, saved.stderr);
  const signed = [
    'scan',
    'targets.json',
    '--quiet',
    '--save-observations',
    'signed',
    '--sign-key',
    'own.pem',
    '--output',
    'signed.json',
  ];
  assert.deepEqual(await place.run(signed), { exitCode: 0, stdout: '', stderr: '' });
});
after(() => place.close());

const at = (name: string): string => join(place.folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const sha256 = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');

/** Writes NAME.pem and NAME.pub. */
function writeKey(name: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  place.write(`${name}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  place.write(`${name}.pub`, publicKey.export({ type: 'spki', format: 'pem' }));
}

/** A copy of a saved run, to be changed. */
function copyOf(run: string): string {
  rmSync(at('copy'), { recursive: true, force: true });
  cpSync(at(run), at('copy'), { recursive: true });
  return 'copy';
}

function change(name: string, edit: (text: string) => string): void {
  const before = read(name);
  const text = edit(before);
  assert.notEqual(text, before);
  place.write(name, text);
}

/** Changes the lines of the observations. */
function changeLines(edit: (lines: string[]) => string[]): void {
  change('copy/observations.ndjson', (text) => `${edit(text.trimEnd().split('\n')).join('\n')}\n`);
}

/** Changes one observation. */
function changeObservation(line: number, edit: (observation: Record<string, unknown>) => void): void {
  changeLines((lines) =>
    lines.map((text, index) => {
      if (index + 1 !== line) return text;
      const observation = JSON.parse(text);
      edit(observation);
      return JSON.stringify(observation);
    }),
  );
}

test('what was saved is accepted, the digests are those of the files, and stderr names that of the manifest', async () => {
  const manifest = JSON.parse(read('plain/manifest.json'));
  for (const file of ['run.json', 'observations.ndjson', 'digests.ndjson']) {
    assert.equal(manifest.sha256[file], sha256(`plain/${file}`), file);
  }
  assert.match(
    saved.stderr,
    new RegExp(`Saved to plain; the SHA-256 of its manifest is ${sha256('plain/manifest.json')}`),
  );
  const lines = read('plain/observations.ndjson').trimEnd().split('\n');
  const digests = read('plain/digests.ndjson').trimEnd().split('\n');
  assert.deepEqual(
    digests.map((line) => JSON.parse(line)),
    lines.map((line) => ({
      sha256: createHash('sha256').update(line).digest('hex'),
      endpoint: JSON.parse(line).endpoint.id,
    })),
  );
  const { exitCode, stderr } = await place.run(['evaluate', 'plain']);
  assert.deepEqual([exitCode, stderr], [0, '']);
});

const changedSince = 'it was changed after';
for (const [what, tamper, words] of [
  [
    'a swapped certificate',
    () =>
      changeObservation(2, (observation) => {
        observation['certificates'] = (observation['certificates'] as string[]).toReversed();
      }),
    /copy\/observations\.ndjson: 1 problem:\n {2}line 2: does not match its digest in the manifest: it was changed after it was saved for contoso\|/,
  ],
  [
    'a changed instant',
    () =>
      changeObservation(3, (observation) => {
        observation['observedAt'] = '2020-01-01T00:00:00.000Z';
      }),
    /copy\/observations\.ndjson: 1 problem:\n {2}line 3: does not match its digest in the manifest/,
  ],
  [
    'a deleted endpoint',
    () => changeLines((lines) => lines.toSpliced(1, 1)),
    /copy\/observations\.ndjson: 1 problem:\n {2}line 2: is missing: it was saved for contoso\|/,
  ],
  [
    'an added endpoint',
    () => changeLines((lines) => [...lines, (lines[0] ?? '').replace('"schemaVersion"', ' "schemaVersion"')]),
    /copy\/observations\.ndjson: 1 problem:\n {2}line 4: is not in the manifest: the line was added/,
  ],
  [
    'endpoints in another order',
    () => changeLines((lines) => lines.toReversed()),
    /copy\/observations\.ndjson: \d problems:\n {2}line 1: /,
  ],
  [
    'other line ends',
    () => change('copy/observations.ndjson', (text) => text.replaceAll('\n', '\r\n')),
    /copy\/observations\.ndjson: 1 problem:\n {2}its line endings, or bytes that are not UTF-8, were changed/,
  ],
  [
    'all endpoints deleted',
    () => place.write('copy/observations.ndjson', ''),
    /line 1: is missing[\s\S]*line 3: is missing/,
  ],
  [
    'the instant of the run',
    () => change('copy/run.json', (text) => text.replace(/"asOf": "\d{4}/, '"asOf": "2020')),
    /copy\/run\.json: 1 problem:\n {2}does not match its digest in the manifest: it was changed after the run was saved/,
  ],
  [
    'a replaced trust store',
    () =>
      change('copy/run.json', (text) => {
        const run = JSON.parse(text);
        const leaf = JSON.parse(read('plain/observations.ndjson').split('\n')[0] ?? '').certificates[0];
        run.trustStores[0].anchors = [leaf];
        return JSON.stringify(run, null, 2);
      }),
    /copy\/run\.json: 1 problem:\n {2}does not match its digest in the manifest/,
  ],
  [
    'another digest of a line',
    () => change('copy/digests.ndjson', (text) => text.replace(/"sha256":"..../, '"sha256":"0000')),
    /copy\/digests\.ndjson: 1 problem:\n {2}does not match its digest in the manifest/,
  ],
  [
    'no digests of lines',
    () => rmSync(at('copy/digests.ndjson')),
    /copy\/digests\.ndjson: 1 problem:\n {2}does not exist/,
  ],
  [
    'an observation changed together with its digest',
    () => {
      changeObservation(1, (observation) => {
        observation['observedAt'] = '2020-01-01T00:00:00.000Z';
      });
      const [line = ''] = read('copy/observations.ndjson').split('\n');
      const own = createHash('sha256').update(line).digest('hex');
      change('copy/digests.ndjson', (text) => text.replace(/[0-9a-f]{64}/, own));
    },
    /copy\/observations\.ndjson: 1 problem:\n {2}does not match its digest[\s\S]*copy\/digests\.ndjson: 1 problem:\n {2}does not match its digest/,
  ],
  [
    'no manifest',
    () => rmSync(at('copy/manifest.json')),
    /copy\/manifest\.json: 1 problem:\n {2}is missing: the run was saved with a manifest/,
  ],
  [
    'no manifest and no digests',
    () => {
      rmSync(at('copy/manifest.json'));
      rmSync(at('copy/digests.ndjson'));
    },
    /copy\/manifest\.json: 1 problem:\n {2}is missing: the run was saved with a manifest/,
  ],
  [
    'a manifest that is none',
    () => place.write('copy/manifest.json', '{"schemaVersion":"1.0"}'),
    /copy\/manifest\.json: 2 problems:\n {2}tool: is missing\n {2}sha256: is missing/,
  ],
] as const) {
  test(`evaluate after ${what}: exit 2, and it is named`, async () => {
    copyOf('plain');
    tamper();
    const { exitCode, stdout, stderr } = await place.run(['evaluate', 'copy']);
    assert.deepEqual([exitCode, stdout], [2, ''], stderr);
    assert.match(stderr, words);
    assert.ok(stderr.endsWith('Nothing was judged.\n'), stderr);
  });
}

test('evaluate: changes of several files are reported together', async () => {
  copyOf('plain');
  change('copy/run.json', (text) => text.replace('"complete": true', '"complete": false'));
  changeLines((lines) => lines.slice(1));
  const { exitCode, stderr } = await place.run(['evaluate', 'copy', '--at', 'soon']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--at: /);
  assert.match(stderr, new RegExp(`copy/run\\.json: 1 problem:\\n.*${changedSince}`));
  assert.match(stderr, /copy\/observations\.ndjson: 1 problem:\n {2}line 1: is missing/);
});

test('a signed run: accepted with the right key, and without one it is said that nobody looked', async () => {
  const right = await place.run(['evaluate', 'signed', '--verify-key', 'own.pub', '--format', 'json']);
  assert.deepEqual([right.exitCode, right.stderr], [0, '']);
  assert.equal(JSON.parse(right.stdout).evaluation.evidence, 'signed');
  const without = await place.run(['evaluate', 'signed', '--format', 'json']);
  assert.equal(without.exitCode, 0);
  assert.match(
    without.stderr,
    /^The saved run is signed, but the signature was not verified; use --verify-key FILE\.$/m,
  );
  const report = JSON.parse(without.stdout);
  assert.equal(report.evaluation.evidence, 'manifest');
  assert.ok(report.notices.some((notice: string) => notice.startsWith('The saved run is signed')));
});

test('the signature is one that openssl verifies', () => {
  const check = ['pkeyutl', '-verify', '-pubin', '-inkey', at('own.pub'), '-rawin', '-in', at('signed/manifest.json')];
  const out = execFileSync('openssl', [...check, '-sigfile', at('signed/manifest.sig')], { encoding: 'utf8' });
  assert.match(out, /Signature Verified Successfully/);
});

for (const [what, prepare, key, words] of [
  [
    'another key',
    () => undefined,
    'other.pub',
    /copy\/manifest\.sig: 1 problem:\n {2}is not by the key in other\.pub \([0-9a-f]{64}\); the manifest names the key [0-9a-f]{64}/,
  ],
  [
    'a changed manifest',
    () => change('copy/manifest.json', (text) => text.replace('"0.', '"9.')),
    'own.pub',
    /copy\/manifest\.sig: 1 problem:\n {2}is not a signature of manifest\.json by the key in own\.pub/,
  ],
  [
    'a signature cut short',
    () => place.write('copy/manifest.sig', 'x'),
    'own.pub',
    /copy\/manifest\.sig: 1 problem:\n {2}is not a signature/,
  ],
  [
    'no signature',
    () => rmSync(at('copy/manifest.sig')),
    'own.pub',
    /copy\/manifest\.sig: 1 problem:\n {2}is missing: the run was signed/,
  ],
] as const) {
  test(`evaluate --verify-key with ${what}: exit 2`, async () => {
    copyOf('signed');
    prepare();
    const { exitCode, stdout, stderr } = await place.run(['evaluate', 'copy', '--verify-key', key]);
    assert.deepEqual([exitCode, stdout], [2, ''], stderr);
    assert.match(stderr, words);
  });
}

test('evaluate without a key: a signature that was removed is exit 2 all the same', async () => {
  copyOf('signed');
  rmSync(at('copy/manifest.sig'));
  const { exitCode, stderr } = await place.run(['evaluate', 'copy']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /manifest\.sig: 1 problem:\n {2}is missing: the run was signed when it was saved/);
});

test('everything recomputed by a stranger: accepted without a key, refused with one', async () => {
  copyOf('signed');
  changeObservation(1, (observation) => {
    observation['observedAt'] = '2020-01-01T00:00:00.000Z';
  });
  const [line = ''] = read('copy/observations.ndjson').split('\n');
  const own = createHash('sha256').update(line).digest('hex');
  change('copy/digests.ndjson', (text) => text.replace(/[0-9a-f]{64}/, own));
  change('copy/manifest.json', (text) => {
    const { signedBy: _, ...manifest } = JSON.parse(text);
    manifest.sha256['observations.ndjson'] = sha256('copy/observations.ndjson');
    manifest.sha256['digests.ndjson'] = sha256('copy/digests.ndjson');
    return JSON.stringify(manifest);
  });
  rmSync(at('copy/manifest.sig'));
  assert.equal((await place.run(['evaluate', 'copy', '--quiet'])).exitCode, 0);
  const { exitCode, stderr } = await place.run(['evaluate', 'copy', '--verify-key', 'own.pub']);
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /manifest\.sig: 1 problem:\n {2}does not exist: the run is not signed, so --verify-key cannot verify it/,
  );
  // Signed as well, by a key of the stranger's own.
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(at('copy/manifest.sig'), sign(null, readFileSync(at('copy/manifest.json')), privateKey));
  const signed = await place.run(['evaluate', 'copy', '--verify-key', 'own.pub']);
  assert.equal(signed.exitCode, 2);
  assert.match(signed.stderr, /is not a signature of manifest\.json by the key in own\.pub/);
});

test('a run of an earlier version has no manifest: accepted with a notice, refused with --verify-key', async () => {
  copyOf('plain');
  for (const file of ['manifest.json', 'digests.ndjson']) rmSync(at(`copy/${file}`));
  change('copy/run.json', (text) => {
    const { manifest: _, scannedBy: __, ...run } = JSON.parse(text);
    return JSON.stringify(run);
  });
  const { exitCode, stdout, stderr } = await place.run(['evaluate', 'copy', '--format', 'json']);
  assert.equal(exitCode, 0);
  const notice =
    'The saved run has no manifest (an earlier version saved it), so changes made to it since cannot be detected.';
  assert.equal(stderr, `${notice}\n`);
  const report = JSON.parse(stdout);
  assert.ok(report.notices.includes(notice));
  assert.equal(report.evaluation.evidence, 'unprotected');
  const demanded = await place.run(['evaluate', 'copy', '--verify-key', 'own.pub']);
  assert.equal(demanded.exitCode, 2);
  assert.match(demanded.stderr, /copy\/manifest\.json: 1 problem:\n {2}does not exist: the run is not signed/);
});

for (const [args, words] of [
  [['--sign-key', 'own.pem'], /--sign-key: needs saved observations to sign: add --save-observations DIR/],
  [['--sign-key', 'absent.pem', '--save-observations', 'x'], /--sign-key: absent\.pem does not exist/],
  [
    ['--sign-key', 'own.pub', '--save-observations', 'x'],
    /--sign-key: own\.pub contains no private key in PEM; `openssl genpkey/,
  ],
  [
    ['--sign-key', 'rsa.pem', '--save-observations', 'x'],
    /--sign-key: rsa\.pem contains a key of type RSA; use an Ed25519 key/,
  ],
  [
    ['--sign-key', 'locked.pem', '--save-observations', 'x'],
    /--sign-key: locked\.pem is encrypted; set CERTMUSTER_SIGN_KEY_PASSPHRASE/,
  ],
] as const) {
  test(`scan ${args.join(' ')}: exit 2, nothing dialed, no folder made`, async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
    place.write('rsa.pem', rsa.export({ type: 'pkcs8', format: 'pem' }));
    writeLocked();
    const before = place.connections();
    const { exitCode, stderr } = await place.run(['scan', 'targets.json', ...args]);
    assert.equal(exitCode, 2);
    assert.match(stderr, words);
    assert.equal(place.connections(), before);
    assert.equal(existsSync(at('x')), false);
  });
}

function writeLocked(): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' } as const;
  place.write('locked.pem', privateKey.export(locked));
}

test('an encrypted key is opened by the passphrase in the environment, and neither is repeated', async () => {
  writeLocked();
  const scan = [
    'scan',
    'targets.json',
    '--format',
    'json',
    '--sign-key',
    'locked.pem',
    '--save-observations',
    'locked',
  ];
  const wrong = await place.run(scan, { environment: { CERTMUSTER_SIGN_KEY_PASSPHRASE: 'open up' } });
  assert.equal(wrong.exitCode, 2);
  assert.match(wrong.stderr, /locked\.pem cannot be opened with the passphrase in CERTMUSTER_SIGN_KEY_PASSPHRASE/);
  assert.doesNotMatch(wrong.stderr, /open up/);
  const right = await place.run(scan, { environment: { CERTMUSTER_SIGN_KEY_PASSPHRASE: 'sesame' } });
  assert.equal(right.exitCode, 0, right.stderr);
  assert.ok(existsSync(at('locked/manifest.sig')));
  for (const text of [right.stdout, right.stderr, read('locked/run.json'), read('locked/manifest.json')]) {
    assert.doesNotMatch(text, /sesame|PRIVATE KEY/);
  }
  const pasted = await place.run(['scan', 'targets.json', '--save-observations', 'y', `--sign-key=${read('own.pem')}`]);
  assert.equal(pasted.exitCode, 2);
  assert.match(pasted.stderr, /--sign-key: is the key itself; name its file instead/);
  assert.doesNotMatch(pasted.stderr, /BEGIN/);
});

for (const [key, words] of [
  ['absent.pub', /--verify-key: absent\.pub does not exist/],
  ['targets.json', /--verify-key: targets\.json contains no public key in PEM; `openssl pkey/],
  ['root.pem', /--verify-key: root\.pem contains a key of type EC; use an Ed25519 key/],
] as const) {
  test(`evaluate --verify-key ${key}: exit 2`, async () => {
    const { exitCode, stderr } = await place.run(['evaluate', 'signed', '--verify-key', key]);
    assert.equal(exitCode, 2);
    assert.match(stderr, words);
  });
}

test('an interrupted run is whole evidence of what was seen: signed, and accepted with what is missing', async () => {
  const silent = await startSilentPeer();
  place.write('list.txt', `localhost:1\n127.0.0.1:${silent.port}\n127.0.0.1:2\n127.0.0.1:3\n`);
  const patient = ['--timeout', '1m', '--concurrency', '1', '--quiet', '--format', 'ndjson'];
  const running = startCertmuster(
    ['scan', 'list.txt', ...patient, '--save-observations', 'cut', '--sign-key', 'own.pem'],
    { cwd: place.folder },
  );
  await running.prints('\n');
  running.child.kill('SIGINT');
  assert.equal((await running.done).exitCode, 130);
  const { exitCode, stdout } = await place.run(['evaluate', 'cut', '--verify-key', 'own.pub', '--format', 'json']);
  assert.equal(exitCode, 3);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.complete, report.evaluation.evidence], [false, 'signed']);
  assert.ok(report.summary.endpoints >= 1);
  await silent.close();
});

test('no output replaces the evidence, a key or the waivers: exit 2, and they stay', async () => {
  place.write('waivers.json', '[]');
  const named = ['--waivers', 'waivers.json', '--verify-key', 'own.pub'];
  for (const file of ['signed/run.json', './signed/manifest.sig', 'signed/digests.ndjson', 'own.pub', 'waivers.json']) {
    const before = sha256(file);
    const { exitCode, stderr } = await place.run(['evaluate', 'signed', ...named, '--output', `json=${file}`]);
    assert.equal(exitCode, 2);
    assert.ok(stderr.includes(`--output: ${file} is an input of this evaluate`), stderr);
    assert.equal(sha256(file), before);
  }
  const scan = ['scan', 'targets.json', '--save-observations', 'z', '--sign-key', 'own.pem'];
  const { exitCode, stderr } = await place.run([...scan, '--output', 'json=own.pem']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /own\.pem is an input of this scan/);
  assert.match(read('own.pem'), /PRIVATE KEY/);
});

test('a run that was killed has no run.json, and that is what evaluate says', async () => {
  copyOf('plain');
  renameSync(at('copy/run.json'), at('gone.json'));
  rmSync(at('copy/manifest.json'));
  const { exitCode, stderr } = await place.run(['evaluate', 'copy']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /copy\/run\.json: 1 problem:\n {2}does not exist; a run that did not finish has none/);
});
