import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { renderJson } from '../../src/report/data/render-json.ts';
import { renderEndpointLine, renderSummaryLine } from '../../src/report/data/render-ndjson.ts';
import { renderTable } from '../../src/report/terminal/render-table.ts';
import { sampleReport } from '../report/sample-report.ts';
import { certmuster, type RunOptions } from './certmuster.ts';

const { endpoints, ...summary } = sampleReport;
const json = [...renderJson(summary, endpoints)].join('');
const ndjson = [...endpoints.map(renderEndpointLine), renderSummaryLine(summary)].join('');

let folder: string;
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const render = (args: readonly string[], options: RunOptions = {}) =>
  certmuster(['render', ...args], { cwd: folder, ...options });

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'certmuster-render-'));
  write('report.json', json);
  write('report.ndjson', ndjson);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('render report.json: the table that the scan would have shown, exit 0 whatever it says', async () => {
  const { exitCode, stdout, stderr } = await render(['report.json']);
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.equal(stdout, renderTable(sampleReport, { width: 80, colour: false }));
});

test('render --details: with every finding and what was not seen', async () => {
  const { stdout } = await render(['report.json', '--details']);
  assert.equal(stdout, renderTable(sampleReport, { width: 80, colour: false, details: true }));
});

test('render: JSON from NDJSON is the report again, and NDJSON from JSON the records', async () => {
  assert.equal((await render(['report.ndjson', '--format', 'json'])).stdout, json);
  assert.equal((await render(['report.json', '--format', 'ndjson'])).stdout, ndjson);
});

test('render -: standard input, whichever of the two it is, on one line or on many', async () => {
  for (const stdin of [json, ndjson, JSON.stringify(sampleReport), `\ufeff${json}`, ndjson.replaceAll('\n', '\r\n')]) {
    const { exitCode, stdout } = await render(['-', '--format', 'json'], { stdin });
    assert.equal(exitCode, 0);
    assert.equal(stdout, json);
  }
});

test('render: a report of another schema version is told as one, not by what it lacks', async () => {
  const { causes: _, ...old } = sampleReport;
  const lines = endpoints.map(({ causes: __, ...endpoint }) => `${JSON.stringify(endpoint)}\n`);
  for (const [stdin, version] of [
    [JSON.stringify({ ...old, schemaVersion: '1.0' }, null, 2), '1.0'],
    [JSON.stringify({ ...sampleReport, schemaVersion: '3.1' }), '3.1'],
    [lines.join(''), '1'],
    [ndjson.split('\n').at(-2)?.replace('"schemaVersion":"2.0"', '"schemaVersion":"1.0"') ?? '', '1.0'],
  ] as const) {
    const { exitCode, stdout, stderr } = await render(['-'], { stdin });
    assert.deepEqual([exitCode, stdout], [2, '']);
    const told = `standard input: 1 problem:\n  is of schema ${version}, and this version of certmuster reads 2.0\n`;
    assert.ok(stderr.includes(told), stderr);
  }
});

test('render --output FORMAT=FILE: several formats at once', async () => {
  const { exitCode } = await render(['report.json', '--output', 'ndjson=again.ndjson', '--output', 'table=again.txt']);
  assert.equal(exitCode, 0);
  assert.equal(read('again.ndjson'), ndjson);
  assert.equal(read('again.txt'), renderTable(sampleReport, { width: 120, colour: false }));
});

test('render: a report with wrong parts is exit 2, each part with its path; a field of later days is none', async () => {
  const wrong = structuredClone(sampleReport) as unknown as {
    asOf: unknown;
    endpoints: { verdict: string; port: unknown }[];
  };
  wrong.asOf = 'yesterday';
  Object.assign(wrong.endpoints[1] ?? {}, { verdict: 'splendid', port: '443', later: 1 });
  const { exitCode, stdout, stderr } = await render(['-', '--output', 'json=not.json'], {
    stdin: JSON.stringify(wrong),
  });
  assert.deepEqual([exitCode, stdout], [2, '']);
  assert.match(stderr, /^certmuster: standard input: 3 problems:$/m);
  assert.match(stderr, /^ {2}asOf: /m);
  assert.match(stderr, /^ {2}endpoints\[1\]\.verdict: should be "pass", "warn", "fail", "waived" or "unreachable"/m);
  assert.match(stderr, /^ {2}endpoints\[1\]\.port: /m);
  assert.match(stderr, /Nothing was written\.$/m);
  assert.throws(() => read('not.json'));
});

test('render: NDJSON with wrong lines names the lines', async () => {
  const [first = ''] = ndjson.split('\n');
  const stdin = `${first}\nnot json\n${renderSummaryLine(summary)}${first}\n`;
  const { exitCode, stderr } = await render(['-'], { stdin });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^ {2}line 2: is not JSON/m);
  assert.match(stderr, /^ {2}line 4: comes after the summary line$/m);
  const lacking = await render(['-'], { stdin: `${first}\n{"id":"x"}\n` });
  assert.match(lacking.stderr, /^ {2}line 2, host: is missing$/m);
});

for (const [what, stdin, words] of [
  ['nothing', '', /standard input: 1 problem:\n {2}is empty/],
  ['an audit that did not end', `${ndjson.split('\n')[0]}\n`, /has no summary line: the audit did not finish/],
  ['half a report', json.slice(0, 500), /is not JSON/],
  ['a number', '7', /is not JSON|should be an object/],
] as const) {
  test(`render -: ${what} is refused, exit 2`, async () => {
    const { exitCode, stdout, stderr } = await render(['-'], { stdin });
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, words);
  });
}

test('render nowhere.json: says that there is none', async () => {
  const { exitCode, stderr } = await render(['nowhere.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /nowhere\.json: 1 problem:\n {2}does not exist/);
});

test('render report.ndjson --output ndjson=report.ndjson: what is read is not overwritten', async () => {
  const { exitCode, stderr } = await render(['report.ndjson', '--output', 'ndjson=./report.ndjson']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /\.\/report\.ndjson is an input of this render/);
  assert.equal(read('report.ndjson'), ndjson);
});

test('render --output json=/dev/full: exit 4, the other output is whole', async () => {
  const { exitCode, stdout, stderr } = await render(['report.json', '--output', 'json=/dev/full']);
  assert.equal(exitCode, 4);
  assert.match(stdout, /^Check results: /m);
  assert.match(stderr, /\/dev\/full could not be written/);
});

for (const [format, start] of [
  ['junit', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /],
  ['csv', /^"scope","deployment",/],
  ['markdown', /^# Certificate audit: /],
  ['prometheus', /^# HELP certmuster_cause /],
  ['nagios', /^CERTMUSTER CRITICAL - .*\nCRITICAL: [\s\S]*\n$/],
] as const) {
  test(`render --format ${format}: on stdout and in a file alike`, async () => {
    const { exitCode, stdout } = await render([
      'report.json',
      '--format',
      format,
      '--output',
      `${format}=out.${format}`,
    ]);
    assert.equal(exitCode, 0);
    assert.match(stdout, start);
    assert.equal(read(`out.${format}`), stdout);
  });
}
