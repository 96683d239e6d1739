import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import stringWidth from 'string-width';

import { renderTable } from '../../../src/report/terminal/render-table.ts';
import { repositoryPath } from '../../repository-path.ts';
import { fiveMistakes } from '../five-mistakes.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';
import { warnedEndpoint } from '../warned-endpoint.ts';

for (const width of [80, 120, 160]) {
  test(`the table of ${width} columns with details reads as the golden file does`, () => {
    const text = renderTable(sampleReport, { width, colour: false, details: true });
    const golden = repositoryPath(`test/report/golden/table-${width}.txt`);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(golden, text);
    assert.equal(text, readFileSync(golden, 'utf8'));
  });
}

test('colour adds nothing but colour: without its codes the text is the same', () => {
  const plain = renderTable(sampleReport, { width: 100, colour: false });
  const coloured = renderTable(sampleReport, { width: 100, colour: true });
  assert.notEqual(coloured, plain);
  assert.equal(coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, ''), plain);
});

test('without colour there is no escape sequence', () => {
  assert.doesNotMatch(renderTable(sampleReport, { width: 80, colour: false }), /\u001b/);
});

for (const width of [40, 57, 80, 99, 120, 200]) {
  test(`no line is longer than ${width} columns`, () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.contoso.com`;
    const report = reportOf([
      ...sampleReport.endpoints,
      endpoint({ host: long, role: 'reverse-proxy-external', verdict: 'fail', findings: [wordy] }),
      endpoint({ host: '東京.example', address: '2001:db8:1111:2222:3333:4444:5555:6666' }),
    ]);
    for (const colour of [false, true]) {
      const text = renderTable(report, { width, colour, details: true });
      const widest = Math.max(...text.split('\n').map((line) => stringWidth(line.replace(/\u001b\[\d+m/g, ''))));
      assert.ok(widest <= width, `${widest} columns`);
    }
  });
}

const wordy = finding('chain-trust', 'fail', {
  message: `The issuer ${'CN=Very Long Name,'.repeat(20)} is unknown. Add ${'x'.repeat(300)}.`,
  expected: 'e'.repeat(200),
  observed: 'o '.repeat(100),
});

const lines = (text: string): readonly string[] => text.trimEnd().split('\n');

test('five mistakes on seventeen endpoints fit one screen of 80 x 50, prompt included', () => {
  const text = renderTable(fiveMistakes, { width: 80, colour: false });
  assert.equal(text.match(/^[✗!] \w+ +#\d/gm)?.length, 5);
  assert.ok(lines(text).length < 50, `${lines(text).length} lines`);
});

test('a cause tells what is wrong, where, and what to do; the endpoints refer to it by its number', () => {
  const text = renderTable(fiveMistakes, { width: 80, colour: false });
  assert.match(
    text,
    /^✗ critical {2}#4 The certificate allows client authentication only\n {12}at cwa02\.contoso\.local 10\.0\.0\.12:5061\n {12}→ {2}Reissue it with Server Authentication\.$/m,
  );
  assert.match(text, /^✗ mtls +cwa02\.contoso\.local +10\.0\.0\.12:5061 +39 days #4$/m);
});

test('consequences are told with --details alone, below their cause', () => {
  const look = { width: 120, colour: false };
  assert.doesNotMatch(renderTable(fiveMistakes, look), /chain-trust/);
  const text = renderTable(fiveMistakes, { ...look, details: true });
  assert.match(text, /^#4 ✗ critical .*\n(?: {2}.*\n)* {2}extended-key-usage\/no-server-auth\n/m);
  assert.equal(text.match(/^ {2}consequence: chain-trust\//gm)?.length, 3);
});

test('what the heading of a cause says already is not repeated as what was seen, nor why and what to do', () => {
  const [why, remedy] = ['Why key-usage matters.', 'What to do about key-usage.'];
  const message = `The title of a broken key-usage. It lacks one bit. ${why} ${remedy}`;
  const report = reportOf([endpoint({ verdict: 'fail', findings: [finding('key-usage', 'fail', { message })] })], []);
  const text = renderTable(report, { width: 120, colour: false, details: true });
  assert.match(text, /^ {4}seen {2}It lacks one bit\.$/m);
});

test('a failing finding is headed by the title of its fault, never by what the check demands', () => {
  const text = renderTable(sampleReport, { width: 120, colour: false, details: true });
  assert.match(text, /^ {2}key-usage\/broken: A broken key-usage$/m);
  assert.doesNotMatch(text, /The title of key-usage$/m);
});

test('the same finding on several endpoints stands there once, with all of them', () => {
  const text = renderTable(sampleReport, { width: 120, colour: false, details: true });
  assert.equal(text.split('  key-usage/broken').length, 2);
  assert.match(text, /on {2,}as-host as\.im\.contoso\.com@10\.0\.0\.11:443\n +download-host download\.im/);
});

test('what is not visible over TLS is counted, and listed once however many endpoints there are with --details', () => {
  const many = [...Array(50).keys()].map((index) => endpoint({ address: `10.0.0.${index}` }));
  const short = renderTable(reportOf(many), { width: 80, colour: false });
  assert.match(
    short,
    /^Check results: +0 passed, 0 failed, 0 inconclusive, 50 not visible over TLS\n +--details lists/m,
  );
  assert.doesNotMatch(short, /Look on the server/);
  const text = renderTable(reportOf(many), { width: 80, colour: false, details: true });
  assert.equal(text.split('Look on the server.').length, 2);
});

test('what was not fetched says which option fetches it', () => {
  const missing = (check: string) => finding(check, 'undetermined', { reason: 'not-fetched' });
  const report = reportOf([endpoint({ findings: [missing('revocation-status'), missing('chain-download')] })], []);
  const text = renderTable(report, { width: 80, colour: false });
  assert.match(text, / 2 inconclusive without --fetch issuers,crl,ocsp; see --details$/m);
});

test('a fault of a whole fleet is one cause that names some places and counts the rest', () => {
  const fault = finding('key-usage', 'fail');
  const many = [...Array(50).keys()].map((index) =>
    endpoint({ address: `10.0.0.${index}`, verdict: 'fail', findings: [fault] }),
  );
  const text = renderTable(reportOf(many, []), { width: 240, colour: false, details: true });
  assert.equal(text.match(/^✗ error/gm)?.length, 1);
  assert.match(text, /, 44 more places$/m);
  assert.match(text, /and 30 more, all in --format json/);
});

test('many certificates with one fault stand below each other, with what to do once, and are cut short', () => {
  const many = [...Array(30).keys()].map((index) => {
    const broken = finding('key-usage', 'fail', { cause: `key-usage/broken:${index}` });
    return endpoint({ address: `10.0.0.${index}`, verdict: 'fail', findings: [broken] });
  });
  const text = renderTable(reportOf(many, []), { width: 80, colour: false });
  assert.equal(text.match(/→/g)?.length, 1);
  assert.match(text, /^✗ error +#1 +.*\n(?:.*\n)* +#20 /);
  assert.match(text, /and 10 more of this fault \(--details lists them\)/);
  assert.match(renderTable(reportOf(many, []), { width: 80, colour: false, details: true }), /^ +#30 /m);
});

test('the worst cause comes first, an accepted one last with who accepted it until when', () => {
  const waiver = { by: 'A. Datum', reason: 'the vendor ships in January', until: '2027-01-31' };
  const report = reportOf(
    [
      endpoint({
        verdict: 'fail',
        findings: [
          finding('certificate-version', 'fail', { severity: 'critical', waiver }),
          finding('expiry-margin', 'fail', { severity: 'warning' }),
          finding('name-match', 'fail', { severity: 'critical' }),
        ],
      }),
      endpoint({
        address: '10.0.0.12',
        verdict: 'waived',
        findings: [finding('certificate-version', 'fail', { severity: 'critical', waiver })],
      }),
    ],
    [],
  );
  const text = renderTable(report, { width: 100, colour: false });
  assert.match(text, /^✗ critical {2}#1 The title of a broken name-match\n(?:.*\n)*! warning {3}#2 .*expiry-margin\n/);
  assert.match(
    text,
    /^~ waived {4}#3 .*\n +at .*\n +→ {2}Accepted by A\. Datum until 2027-01-31: the vendor ships in/m,
  );
  assert.match(text, /^~ +virtual-server .* #3/m);
  const coloured = renderTable(report, { width: 100, colour: true });
  assert.doesNotMatch(coloured, /\u001b\[32m/, 'nothing is green');
  assert.match(coloured, /\u001b\[94m~ waived/);
});

test('endpoints that were not reached follow the causes, one block a reason', () => {
  const lost = (address: string, kind: 'refused' | 'timeout') =>
    endpoint({
      address,
      verdict: 'unreachable',
      failure: { stage: 'tcp', kind, message: 'Nothing listens. Start it.' },
      chain: [],
      trust: [],
      handshake: null,
      findings: [finding('key-usage', 'undetermined', { reason: 'unreachable' })],
    });
  const report = reportOf([lost('10.0.0.1', 'refused'), lost('10.0.0.2', 'timeout'), lost('10.0.0.3', 'refused')], []);
  const text = renderTable(report, { width: 100, colour: false });
  assert.match(text, /^\? unreachable +tcp refused: Nothing listens\.\n +at .*10\.0\.0\.1:443, .*10\.0\.0\.3:443$/m);
  assert.match(text, /^\? unreachable +tcp timeout: Nothing listens\.$/m);
  assert.match(text, / 0 inconclusive/);
});

test('endpoints that say different things about one kind of failure have a block for each; many, one with an example', () => {
  const refused = (number: number) =>
    endpoint({
      address: `10.0.0.${number}`,
      verdict: 'unreachable',
      failure: { stage: 'tls', kind: 'starttls', message: `The server refused STARTTLS: "454 ${number}".` },
      chain: [],
      trust: [],
      handshake: null,
      findings: [],
    });
  const textOf = (count: number) =>
    renderTable(
      reportOf(
        Array.from({ length: count }, (_, index) => refused(index + 1)),
        [],
      ),
      {
        width: 100,
        colour: false,
      },
    );
  for (const number of [1, 2, 3, 4])
    assert.match(
      textOf(4),
      new RegExp(
        `tls starttls: The server refused STARTTLS: "454 ${number}"\\.\\n +at .*10\\.0\\.0\\.${number}:443$`,
        'm',
      ),
    );
  const many = textOf(5);
  assert.match(many, /tls starttls, for instance: The server refused STARTTLS: "454 1"\.\n +at .*10\.0\.0\.1:443/);
  assert.doesNotMatch(many, /454 2/);
});

test('untrusted text reaches the terminal escaped in every place', () => {
  const evil = 'x\u001b[2J\u202Ey\nz';
  const report = reportOf(
    [
      endpoint({
        host: evil,
        deployment: evil,
        virtualServer: evil,
        verdict: 'fail',
        findings: [
          finding('key-usage', 'fail', { message: evil, expected: evil, observed: evil }),
          finding('exportable-key', 'not-observable', { message: evil, reason: evil }),
          finding('revocation-status', 'undetermined', { message: evil, reason: evil }),
        ],
      }),
      endpoint({
        verdict: 'unreachable',
        failure: { stage: 'tls', kind: 'not-tls', message: evil },
        handshake: null,
        chain: [],
        findings: [],
      }),
    ],
    [{ deployment: evil, ...finding('array-consistency', 'fail', { message: evil }), endpoints: [] }],
  );
  const text = renderTable({ ...report, notices: [evil] }, { width: 80, colour: false, details: true });
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('an interrupted run says so, with how much was left out', () => {
  const report = reportOf([endpoint()]);
  const partial = { ...report, complete: false, summary: { ...report.summary, notAudited: 12 } };
  const text = renderTable(partial, { width: 80, colour: false });
  assert.match(text, /The run was interrupted\. 12 endpoints were not audited\./);
});

test('"expires" is the end of the path, in whole days, and in the past when it is past', () => {
  const row = (asOf: string) => {
    const table = renderTable({ ...reportOf([endpoint()], []), asOf }, { width: 80, colour: false });
    return / 10\.0\.0\.11:443 +(.*)$/m.exec(table)?.[1];
  };
  assert.equal(row('2026-12-30T00:00:00.000Z'), '2 days');
  assert.equal(row('2026-12-31T12:00:00.000Z'), '<1 day');
  assert.equal(row('2027-01-01T00:00:01.000Z'), '<1 day ago');
  assert.equal(row('2027-01-16T23:00:00.000Z'), '15 days ago');
});

test('a name too long for its column takes lines of its own, and no other line suffers', () => {
  const report = reportOf([endpoint(), endpoint({ host: `${'a'.repeat(60)}.contoso.com` })], []);
  const text = renderTable(report, { width: 80, colour: false });
  assert.match(text, /^✓ virtual-server im\.contoso\.com +10\.0\.0\.11:443 +39 days$/m);
  assert.match(text, /^✓ virtual-server\n {2}a{60}\.contoso\.com\n {2}10\.0\.0\.11:443 {2}39 days$/m);
});

test('a verified file has no address, port or protocol to show', () => {
  const file = endpoint({ address: null, port: null, handshake: null, deployment: null, virtualServer: null });
  const text = renderTable(reportOf([file], []), { width: 80, colour: false });
  assert.match(text, /^✓ +virtual-server +im\.contoso\.com +- +39 days$/m);
});

test('a URL that could not be fetched is named, escaped and cut', () => {
  const fetch = {
    method: 'GET' as const,
    url: 'http://pki.contoso.com/ca.crl',
    redirects: [],
    address: '192.0.2.1',
    status: 200,
    bytes: 500,
    outcome: 'fetched' as const,
    message: '500 bytes were fetched.',
    durationMs: 4,
  };
  const lost = { ...fetch, url: `http://ocsp.contoso.com/\u001b[2J${'a'.repeat(100)}`, outcome: 'timeout' as const };
  const text = renderTable({ ...sampleReport, fetches: [fetch, lost] }, { width: 200, colour: false });
  assert.match(text, /^Fetched: +1 of 2 URLs; http:\/\/ocsp\.contoso\.com\/.*a… failed \(timeout\)$/m);
  assert.doesNotMatch(text, /\u001b/);
});

test('warning alerts are listed with details, in words, and where they came from', () => {
  const hosts = Array.from({ length: 25 }, (_, index) => `as${index}.im.contoso.com`);
  const report = reportOf(hosts.map((host) => warnedEndpoint(['unrecognized_name', '\u001b[2J'], { host })));
  const text = renderTable(report, { width: 160, colour: false, details: true });
  assert.match(text, /── Warning alerts ─+\n\nunrecognized_name +The server warns: it does not know the server name/);
  assert.match(text, /^ +virtual-server as0\.im\.contoso\.com@10\.0\.0\.11:443$/m);
  assert.match(text, /^ +and 5 more, all in --format json$/m);
  assert.doesNotMatch(text, /\u001b/);
  assert.doesNotMatch(renderTable(report, { width: 160, colour: false }), /Warning alerts/);
});
