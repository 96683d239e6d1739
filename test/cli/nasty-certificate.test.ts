import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority } from '../../src/lab/certificate-authority.ts';
import { sequence } from '../../src/lab/der.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { craftLeaf, dnsName, name } from '../../src/lab/zoo/craft-leaf.ts';
import { alert, certificateMessage, handshake, serverHello } from '../../src/lab/zoo/server-messages.ts';
import { Visit } from '../../src/lab/zoo/visit.ts';
import { certmuster, type Transcript } from './certmuster.ts';

/**
 * What a stranger may put into a name, all of it in one: a terminal's escapes, bidi, ends of lines of every kind, HTML, a formula,
 * a NUL, a label's quotes, Markdown.
 */
const nasty =
  '=cmd|\'/C calc\'!A0 "q" <script>alert(1)</script> \u001b[2J\u001b]0;t\u0007 \u202e\u2066 \r\n \u0085\u2028\u2029 \0 \\n{} `x` [a](http://evil.test) | #1';

/** The same as far as a deployment may be called so. */
const nastyName = '=cmd <script>alert(1)</script> `x` [a](http://evil.test) #1';

/** Every code point that may stand in what a terminal shows. */
const plain = /^[\P{C}\n]*$/u;
/** Where any editor, shell or parser may see the end of a line. */
const lineEnds = /[\v\f\r\u0085\u2028\u2029]/;

const now = new Date();
let folder: string;
let servers: readonly Server[];
let scanned: Transcript;
const sockets = new Set<Socket>();

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certmuster-nasty-'));
  const [authority, key] = await Promise.all([createAuthority({ organization: 'Contoso', now }), makeKeyPair('p-256')]);
  const { root, intermediate } = authority;
  const stall = { chain: [root.der, intermediate.der], key, otherKey: key, issuer: intermediate, now } as const;
  const leaf = craftLeaf(stall, {
    subject: sequence(
      ...[name('2.5.4.10', 0x0c, Buffer.from(nasty)), name('2.5.4.3', 0x0c, Buffer.from(nasty))].map((each) =>
        each.subarray(2),
      ),
    ),
    names: sequence(dnsName('nasty.test'), dnsName(Buffer.from(nasty).toString('latin1'))),
  });
  servers = [
    await serve(async (visit) => {
      await visit.hello();
      // A chain, and then a fatal alert that nobody has a name for.
      await visit.send(
        Buffer.concat([handshake(serverHello(), certificateMessage([leaf, intermediate.der])), alert(2, 200)]),
      );
      visit.finish();
    }),
    await serve(async (visit) => {
      await visit.send(Buffer.from(`${nasty}\n`));
    }),
  ];
  writeFileSync(join(folder, 'root.pem'), root.pem);
  const [port, greetingPort] = servers.map((server) => (server.address() as AddressInfo).port);
  const policy = 'tls-server';
  const targets = [port, greetingPort].map((each) => ({
    host: 'nasty.test',
    address: '127.0.0.1',
    port: each,
    policy,
    trust: [nasty],
  }));
  const deployments = [
    {
      name: nastyName,
      trust: { internal: [nasty], external: [nasty], mtls: [nasty] },
      virtualServers: [
        { url: 'https://nasty.test', servers: [{ fqdn: 'cwa.nasty.test', address: '127.0.0.1', httpsPort: port }] },
      ],
    },
  ];
  writeFileSync(
    join(folder, 'targets.json'),
    JSON.stringify({ trustStores: { [nasty]: { files: ['root.pem'] } }, deployments, targets }),
  );
  const outputs = ['json', 'ndjson', 'csv', 'junit', 'markdown', 'prometheus', 'nagios', 'html'].flatMap((format) => [
    '--output',
    `${format}=report.${format}`,
  ]);
  scanned = await certmuster(['scan', 'targets.json', ...outputs, '--save-observations', 'run'], { cwd: folder });
});

after(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(folder, { recursive: true, force: true });
});

test('the scan ends in its findings, not in a bug', () => {
  assert.equal(scanned.exitCode, 1, scanned.stderr);
});

test('table and messages: nothing that a terminal acts on', () => {
  assert.match(scanned.stdout, plain);
  assert.match(scanned.stderr, plain);
  assert.match(scanned.stdout, /=cmd/);
});

test('json: another parser reads the name as it was, and the text is plain', () => {
  assert.match(read('report.json'), plain);
  assert.equal(asked("json_valid(readfile('report.json'))"), '1');
  const subject = asked("hex(json_extract(readfile('report.json'), '$.endpoints[0].chain[0].subject'))");
  const text = Buffer.from(subject, 'hex').toString();
  // As RFC 4514 writes it; the rest is up to whoever shows it.
  assert.ok(text.includes('\\<script\\>alert(1)\\</script\\>') && text.includes('\\1b[2J'), text);
  assert.ok(text.includes('\u202e\u2066') && text.includes('\u2028'), text);
  assert.match(asked("json_extract(readfile('report.json'), '$.endpoints[0].failure.message')"), /alert 200/);
  assert.equal(asked("json_extract(readfile('report.json'), '$.endpoints[0].deployment')").startsWith('=cmd'), true);
});

test('ndjson: a line an endpoint and one more, whatever ends lines elsewhere', () => {
  const text = read('report.ndjson');
  assert.doesNotMatch(text, lineEnds);
  assert.match(text, plain);
  const lines = text.trimEnd().split('\n');
  const endpoints = Number(asked("json_array_length(readfile('report.json'), '$.endpoints')"));
  assert.equal(lines.length, endpoints + 1);
  for (const [index, line] of lines.entries()) {
    writeFileSync(join(folder, `line-${index}.json`), line);
    assert.equal(asked(`json_valid(readfile('line-${index}.json'))`), '1');
  }
});

test('csv: no field is a formula, and rows are rows', () => {
  const commands = ['.mode json', '.import --csv report.csv findings', 'select * from findings;'];
  const rows: readonly Record<string, string>[] = JSON.parse(sqlite(commands));
  assert.equal(rows.length > 50, true);
  const values = rows.flatMap((row) => Object.values(row));
  assert.ok(values.some((value) => value.startsWith("'=cmd")));
  for (const value of values) {
    assert.doesNotMatch(value, /^\s*[=+\-@\t\r]/);
    assert.match(value, plain);
  }
});

test('junit: XML, in which a script is text', () => {
  const ask = (xpath: string): string =>
    execFileSync('xmllint', ['--nonet', '--xpath', xpath, 'report.junit'], { cwd: folder, encoding: 'utf8' }).trim();
  assert.equal(ask('count(//script)'), '0');
  assert.notEqual(ask('count(//failure[contains(., "<script>")] | //testsuite[contains(@name, "<script>")])'), '0');
  assert.match(read('report.junit'), plain);
});

test('markdown: a script is text, a link is none', () => {
  const html = execFileSync(
    'cmark-gfm',
    ['--extension', 'table', '--extension', 'autolink', '--unsafe', 'report.markdown'],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.doesNotMatch(html, /<(?:script|a|img)[ >]/);
  assert.match(html, /&lt;script&gt;/);
  assert.match(read('report.markdown'), plain);
});

test('prometheus: another parser takes every line', () => {
  const text = read('report.prometheus');
  execFileSync('promtool', ['check', 'metrics'], { input: text, stdio: ['pipe', 'ignore', 'inherit'] });
  assert.match(text, plain);
  assert.doesNotMatch(text, lineEnds);
});

test('html: another parser finds the script as text, and no element that was not ours', () => {
  const ask = (xpath: string): string =>
    execFileSync('xmllint', ['--html', '--nonet', '--xpath', xpath, 'report.html'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  assert.equal(ask('count(//script[starts-with(normalize-space(.), "alert(1)")])'), '0');
  assert.equal(
    ask(
      'count(//a[not(starts-with(@href, "#")) and contains(@href, "evil.test")] | //img[contains(@src, "evil.test")])',
    ),
    '0',
  );
  assert.match(read('report.html'), /&lt;script&gt;|\\u003cscript/);
  assert.match(read('report.html'), plain);
});

test('nagios: no text of a stranger begins the performance data', () => {
  const [first = ''] = read('report.nagios').split('\n');
  assert.match(read('report.nagios'), plain);
  assert.ok(first.split('|').length <= 2, first);
});

test('what was saved is judged again to the same findings', async () => {
  const again = await certmuster(['evaluate', 'run', '--format', 'json'], { cwd: folder });
  assert.equal(again.exitCode, 1, again.stderr);
  const findings = (text: string): unknown =>
    JSON.parse(text).endpoints.map((each: { findings: unknown }) => each.findings);
  assert.deepEqual(findings(again.stdout), findings(read('report.json')));
  assert.match(again.stdout, plain);
});

test('expand, and complaints about a wrong file, are plain too', async () => {
  const expanded = await certmuster(['expand', 'targets.json'], { cwd: folder });
  assert.equal(expanded.exitCode, 0, expanded.stderr);
  assert.match(expanded.stdout, plain);
  const expandedJson = await certmuster(['expand', 'targets.json', '--format', 'json'], { cwd: folder });
  assert.match(expandedJson.stdout, plain);
  assert.ok(
    JSON.parse(expandedJson.stdout).some((each: { deployment: string | null }) => each.deployment === nastyName),
  );
  writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ [nasty]: 1, targets: [{ host: nasty, role: nasty }] }));
  const refused = await certmuster(['scan', 'wrong.json'], { cwd: folder });
  assert.equal(refused.exitCode, 2);
  assert.match(refused.stderr, plain);
  const argument = await certmuster(['scan', nasty.replaceAll('\0', '')], { cwd: folder });
  assert.equal(argument.exitCode, 2);
  assert.match(argument.stderr, plain);
});

test('a password in a URL is not repeated', async () => {
  for (const url of ['https://admin:geheim@nasty.test', 'http://admin:geheim@nasty.test/']) {
    const { exitCode, stderr } = await certmuster(['scan', url], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.match(stderr, /\*\*\*@nasty\.test/);
    assert.doesNotMatch(stderr, /geheim/);
  }
});

async function serve(behave: (visit: Visit) => Promise<void>): Promise<Server> {
  const server = createServer((socket) => {
    sockets.add(socket);
    behave(new Visit(socket)).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function asked(expression: string): string {
  return sqlite([`select ${expression};`]).replace(/\n$/, '');
}

function sqlite(commands: readonly string[]): string {
  return execFileSync('sqlite3', ['-bail', ':memory:', ...commands], { cwd: folder, encoding: 'utf8' });
}
