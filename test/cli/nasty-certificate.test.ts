import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { certmuster, type Transcript } from './certmuster.ts';
import { nasty, type NastyPeers, startNastyPeers } from './nasty-peers.ts';

/** The same as far as a deployment may be called so. */
const nastyName = '=cmd <script>alert(1)</script> `x` [a](http://evil.test) #1';

/** Every code point that may stand in what a terminal shows. */
const plain = /^[\P{C}\n]*$/u;
/** Where any editor, shell or parser may see the end of a line. */
const lineEnds = /[\v\f\r\u0085\u2028\u2029]/;

/** A file may be called so: names of files are the operator's, and come from archives of strangers. */
const nastyFile = '=cmd <script>alert(1)<|script> \u001b[2J\u202e\n.json';

let folder: string;
let peers: NastyPeers;
let scanned: Transcript;

/** A waiver ends at most 400 days ahead. */
const until = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certmuster-nasty-'));
  peers = await startNastyPeers();
  writeFileSync(join(folder, '=root <b>\u202e.pem'), peers.rootPem);
  const { namesPort, greetingPort, issuerlessPort, revocablePort } = peers;
  const target = (host: string, port: number, address?: string) => ({
    ...{ host, port, policy: 'tls-server', trust: [nasty] },
    ...(address === undefined ? {} : { address }),
  });
  const targets = [
    target('nasty.test', namesPort, '127.0.0.1'),
    target('nasty.test', greetingPort, '127.0.0.1'),
    target('www.nasty.test', issuerlessPort, '127.0.0.1'),
    target('www.nasty.test', revocablePort, '127.0.0.1'),
    target('alias.nasty.test', namesPort),
    target('refused.nasty.test', namesPort),
  ];
  const waiver = { by: nasty, reason: nasty, until };
  const deployments = [
    {
      name: nastyName,
      trust: { internal: [nasty], external: [nasty], mtls: [nasty] },
      waivers: [{ check: 'key-usage', fault: 'needs-rsa', role: 'virtual-server', ...waiver }],
      virtualServers: [
        {
          url: 'https://nasty.test',
          servers: [{ fqdn: 'cwa.nasty.test', address: '127.0.0.1', httpsPort: namesPort }],
        },
      ],
    },
  ];
  writeFileSync(
    join(folder, nastyFile),
    JSON.stringify({ trustStores: { [nasty]: { files: ['=root <b>\u202e.pem'] } }, deployments, targets }),
  );
  const outputs = ['json', 'ndjson', 'csv', 'junit', 'markdown', 'prometheus', 'nagios', 'html'].flatMap((format) => [
    '--output',
    `${format}=report.${format}`,
  ]);
  const fetching = ['--fetch', 'issuers,crl,ocsp', '--fetch-allow', '127.0.0.1', '--dns-server', peers.dns.address];
  scanned = await certmuster(['scan', nastyFile, ...fetching, ...outputs, '--save-observations', 'run'], {
    cwd: folder,
  });
});

after(async () => {
  peers.dns.close();
  await peers.close();
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

test('a name by a nasty detour of DNS is audited, a refusal is told in our own words', () => {
  const { endpoints } = JSON.parse(read('report.json'));
  const of = (host: string) => endpoints.find((each: { host: string }) => each.host === host);
  assert.equal(of('alias.nasty.test').address, '127.0.0.1');
  assert.equal(of('alias.nasty.test').chain.length, 2);
  assert.deepEqual(of('refused.nasty.test').failure, {
    ...{ stage: 'dns', kind: 'dns-error' },
    message: 'DNS did not resolve refused.nasty.test (EREFUSED).',
  });
});

test('what web servers say stands in the records of the fetches, and none of it in their messages', () => {
  const { fetches } = JSON.parse(read('report.json')) as ScanReport;
  const ours = fetches.filter(({ url }) => url.includes("?=cmd|'/C calc'!A0"));
  for (const path of ['text', 'pem', 'away', 'missing', 'elsewhere', 'status', 'escapes', 'torn']) {
    assert.ok(
      peers.questions.some((line) => line.includes(` /${path}`)),
      `nobody asked for ${path}`,
    );
  }
  const outcomes = ['bad-response', 'fetched', 'http-status', 'refused'];
  assert.deepEqual([...new Set(ours.map(({ outcome }) => outcome))].sort(), outcomes);
  assert.ok(ours.some(({ redirects }) => redirects.some((url) => url.includes('<script>alert(1)</script>|"=cmd"'))));
  for (const { message } of ours) {
    assert.doesNotMatch(message, /script|=cmd|evil/);
    assert.match(message, plain);
  }
  const problems = read('run/observations.ndjson').match(/"problem":"[^"]*(?:\\.[^"]*)*"/g) ?? [];
  assert.ok(problems.length >= 3, 'bodies that are no certificate, no CRL and no answer are problems');
  for (const problem of problems) assert.match(problem, plain);
});

test('what was saved is plain text, a line an observation', () => {
  for (const file of ['run/observations.ndjson', 'run/run.json']) {
    assert.ok(plain.test(read(file)) && !lineEnds.test(read(file)), file);
  }
});

test('who waives and why, and what files are called, stands in every format that tells it, as text', () => {
  const report = JSON.parse(read('report.json')) as ScanReport;
  assert.equal(report.inputs[0]?.path, nastyFile);
  assert.ok(report.trustStores.some(({ source }) => source.endsWith('.pem') && source.includes('<b>\u202e')));
  const waived = report.endpoints.flatMap(({ findings }) => findings.filter(({ waiver }) => waiver !== undefined));
  assert.deepEqual(
    waived.map(({ check, waiver }) => [check, waiver?.by, waiver?.reason]),
    [['key-usage', nasty, nasty]],
  );
  for (const format of ['csv', 'junit', 'markdown', 'html']) {
    assert.match(read(`report.${format}`), new RegExp(until), format);
  }
  assert.match(scanned.stdout, new RegExp(until));
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
  const expanded = await certmuster(['expand', nastyFile], { cwd: folder });
  assert.equal(expanded.exitCode, 0, expanded.stderr);
  assert.match(expanded.stdout, plain);
  const expandedJson = await certmuster(['expand', nastyFile, '--format', 'json'], { cwd: folder });
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
  for (const url of ['https://admin:geheim@nasty.test:0', 'http://admin:geheim@nasty.test/']) {
    const { exitCode, stderr } = await certmuster(['scan', url], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.match(stderr, /\*\*\*@nasty\.test/);
    assert.doesNotMatch(stderr, /geheim/);
  }
});

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function asked(expression: string): string {
  return sqlite([`select ${expression};`]).replace(/\n$/, '');
}

function sqlite(commands: readonly string[]): string {
  return execFileSync('sqlite3', ['-bail', ':memory:', ...commands], { cwd: folder, encoding: 'utf8' });
}
