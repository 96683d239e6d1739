import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { commands } from '../../src/cli/command-list.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

const parse = (line: string) => parseCommandLine(line === '' ? [] : line.split(' '), commands, 80);

for (const [line, positionals] of [
  ['www.contoso.com', ['www.contoso.com']],
  ['localhost', ['localhost']],
  ['srv1:8443', ['srv1:8443']],
  ['[::1]:443 other:1', ['[::1]:443', 'other:1']],
  ['https://im.contoso.com --json', ['https://im.contoso.com']],
  ['targets.yaml -o report.html', ['targets.yaml']],
  ['-', ['-']],
  ['--json --timeout 3 www.contoso.com', ['www.contoso.com']],
  ['-4 www.contoso.com', ['www.contoso.com']],
  ['-- www.contoso.com', ['www.contoso.com']],
  ['www.contoso.com scan', ['www.contoso.com', 'scan']],
  ['docs', ['docs']],
] as const) {
  test(`certmuster ${line}: is a scan`, async () => {
    const parsed = await parse(line);
    assert.ok(parsed.kind === 'run', JSON.stringify(parsed));
    assert.equal(parsed.command.name, 'scan');
    assert.deepEqual(parsed.args.positionals, positionals);
  });
}

test('certmuster HOST:PORT audits, as scan does, with its exit code', async () => {
  const options = ['--trust', 'root.pem', '--resolve', 'im.contoso.com:127.0.0.1', '--role', 'server', '--json'];
  const alone = await place.run([`im.contoso.com:${place.port}`, ...options]);
  const scan = await place.run(['scan', `im.contoso.com:${place.port}`, ...options]);
  assert.equal(alone.exitCode, scan.exitCode);
  const ids = ({ stdout }: typeof scan) =>
    (JSON.parse(stdout) as { endpoints: { id: string; verdict: string }[] }).endpoints.map(({ id, verdict }) => [
      id,
      verdict,
    ]);
  assert.deepEqual(ids(alone), ids(scan));
  assert.equal(ids(scan).length, 1);
});

for (const [line, words] of [
  ['scna', /^Unknown command scna\. Did you mean scan\?\n/],
  ['nagois -H x', /^Unknown command nagois\. Did you mean nagios\?\n/],
  ['server1', /^Unknown command server1\. To audit a host of that name: certmuster scan server1\n/],
  ['help scna', /^Unknown command scna\. Did you mean scan\?\n/],
  ['--trsut x www.contoso.com', /^Unknown option --trsut\. Did you mean --trust\?\n`certmuster scan --help`/],
  ['', /^A command is missing\.\n/],
] as const) {
  test(`certmuster ${line}: is refused with what was meant`, async () => {
    const parsed = await parse(line);
    assert.ok(parsed.kind === 'wrong', JSON.stringify(parsed));
    assert.match(parsed.message, words);
  });
}

for (const [line, same] of [
  ['-h', '--help'],
  ['help', '--help'],
  ['help --json', '--help'],
  ['-V', '--version'],
  ['nagios -V', '--version'],
  ['nagios -h', 'nagios --help'],
  ['help nagios', 'nagios --help'],
  ['help policy explain', 'policy --help'],
  ['www.contoso.com -h', 'scan --help'],
] as const) {
  test(`certmuster ${line}: the same as ${same}`, async () => {
    const [parsed, other] = [await parse(line), await parse(same)];
    assert.ok(parsed.kind === 'text' && other.kind === 'text');
    assert.notEqual(parsed.text.trim(), '');
    assert.equal(parsed.text, other.text);
  });
}

test('the help of each command fits 80 columns, with its options in groups', async () => {
  for (const { name } of commands) {
    const { text } = (await parse(`${name} --help`)) as { readonly text: string };
    for (const line of text.split('\n')) assert.ok(line.length <= 80, `${name}: ${line}`);
  }
  const { text } = (await parse('scan --help')) as { readonly text: string };
  const titles = ['Positionals:', 'Targets:', 'Connecting:', 'Limits:', 'Judging:', 'Output:', 'Options:', 'Examples:'];
  assert.deepEqual(
    text.split('\n').filter((line) => /^[A-Z][a-z]+:$/.test(line)),
    titles,
  );
  const [, judging = ''] = text.split('\nJudging:\n');
  assert.match(judging.split('\n\n')[0] ?? '', /--trust[\s\S]*--expiry-margin[\s\S]*--skip-check/);
});

test('completion: what stands behind a target, after help, and within a list of checks', async () => {
  const complete = async (line: string) => {
    const parsed = await parse(`--get-yargs-completions certmuster ${line}`);
    assert.ok(parsed.kind === 'text');
    return parsed.text.split('\n').map((word) => word.replace(/:.*/, ''));
  };
  assert.ok((await complete('www.contoso.com:443 --tru')).includes('--trust'));
  assert.ok((await complete('--only')).includes('--only-role'));
  assert.deepEqual(await complete('help na'), ['nagios', '']);
  assert.deepEqual(await complete('scan host --check name-match,key-typ'), ['name-match,key-type', '']);
  assert.deepEqual(await complete('checks key-posses'), ['key-possession', '']);
  assert.deepEqual(await complete('schema obs'), ['observation', '']);
  assert.ok((await complete('re')).includes('render'));
});
