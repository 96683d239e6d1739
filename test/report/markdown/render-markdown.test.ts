import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { escapeForTerminal } from '../../../src/report/escape-for-terminal.ts';
import { escapeMarkdown } from '../../../src/report/markdown/escape-markdown.ts';
import { renderMarkdown } from '../../../src/report/markdown/render-markdown.ts';
import { hostileReport, hostileTexts } from '../hostile-report.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';
import { warnedEndpoint } from '../warned-endpoint.ts';

/** What GitHub's own parser makes of it. */
function parse(markdown: string): string {
  const extensions = ['table', 'autolink', 'strikethrough', 'tagfilter'].flatMap((name) => ['--extension', name]);
  return execFileSync('cmark-gfm', [...extensions, '--unsafe'], { input: markdown, encoding: 'utf8' });
}

/** The rows of the table with that number, header aside, each with its cells as text. */
function rowsOf(html: string, table: number): readonly (readonly string[])[] {
  const body = html.split('<table>')[table]?.split('</table>')[0]?.split('<tr>').slice(2) ?? [];
  return body.map((row) =>
    [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => cell.replace(/<\/?code>/g, '')),
  );
}

test('causes come first, worst first, each once with its places and its remedy', () => {
  const html = parse(renderMarkdown(sampleReport));
  assert.match(html, /^<h1>Certificate audit: 3 causes \(2 errors, 1 warning\), 1 endpoint unreachable<\/h1>/);
  assert.match(html, /<p>5 endpoints: 2 fail, 1 warn, 0 waived, 1 unreachable, 1 pass\./);
  const places = (...hosts: readonly string[]) => hosts.map((host) => `${host} 10.0.0.11:443`).join('<br>');
  assert.deepEqual(rowsOf(html, 1), [
    [
      '✗ error',
      'The title of a broken key-usage',
      places('as.im.contoso.com', 'download.im.contoso.com'),
      'What to do about key-usage.',
    ],
    [
      '✗ error',
      'The title of a broken interface-certificates',
      '10.0.0.11:443',
      'What to do about interface-certificates.',
    ],
    [
      '! warning',
      'The title of a broken expiry-margin',
      'im.contoso.com 2001:db8::10:443',
      'What to do about expiry-margin.',
    ],
  ]);
});

test('then the endpoints that do not pass, each with its cause, or with why nothing was seen', () => {
  const rows = rowsOf(parse(renderMarkdown(sampleReport)), 2);
  assert.deepEqual(
    rows.map(([verdict, role, , , cause]) => [verdict, role, cause]),
    [
      ['✗ fail', 'as-host', 'The title of a broken key-usage'],
      ['✗ fail', 'download-host', 'The title of a broken key-usage'],
      ['! warn', 'load-balancer', 'The title of a broken expiry-margin'],
      ['? unreachable', 'reverse-proxy-external', 'The connection was refused.'],
    ],
  );
});

test('the findings are folded under a summary that counts them', () => {
  const html = parse(renderMarkdown(sampleReport));
  const folded = html.slice(html.indexOf('<details>'));
  assert.match(folded, /^<details>\n<summary>4 failing findings<\/summary>\n<h3>✗ error <code>key-usage<\/code><\/h3>/);
  assert.match(folded, /<li>expected: <code>a0<\/code><\/li>/);
  assert.equal(html.split('<details>').length, html.split('</details>').length);
  assert.equal(html.split('<h3>').length, folded.split('<h3>').length);
});

test('a finding that follows from a cause names it, and is no row of its own', () => {
  const cause = 'validity-period/broken:0123456789abcdef';
  const expired = finding('validity-period', 'fail', { severity: 'critical' });
  const findings = [expired, finding('chain-trust', 'fail', { severity: 'critical', cause })];
  const report = reportOf(
    [endpoint({ verdict: 'fail', findings, causes: endpoint({ findings: [expired] }).causes })],
    [],
  );
  const html = parse(renderMarkdown(report));
  assert.deepEqual(
    rowsOf(html, 1).map(([, title]) => title),
    ['The title of a broken validity-period'],
  );
  assert.match(
    html,
    /The answer of chain-trust\.\n<ul>\n<li>follows from: The title of a broken validity-period<\/li>/,
  );
  assert.equal(html.split('follows from').length, 2);
});

test('what could not be judged for want of a path is folded into the cause, and what was not fetched is listed', () => {
  const findings = [
    finding('chain-trust', 'fail', { severity: 'critical' }),
    finding('key-strength', 'undetermined', { reason: 'no-path' }),
    finding('revocation-status', 'undetermined', { reason: 'not-fetched' }),
  ];
  const html = parse(renderMarkdown(reportOf([endpoint({ verdict: 'fail', findings })], [])));
  assert.doesNotMatch(html, /key-strength/);
  assert.match(
    html,
    /<summary>Inconclusive<\/summary>\n<ul>\n<li><code>revocation-status<\/code>: .* \(1 endpoint\)<\/li>\n<\/ul>/,
  );
});

test('a sound deployment has neither a table nor failures', () => {
  const html = parse(renderMarkdown(reportOf([endpoint()], [])));
  assert.match(html, /<h1>Certificate audit: no faults<\/h1>/);
  assert.doesNotMatch(html, /<table>|failing/);
});

test('a waived cause is no green one: it stands last, with who waived it, why and until when', () => {
  const waiver = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
  const waived = endpoint({
    verdict: 'waived',
    findings: [finding('name-match', 'fail', { waiver, severity: 'critical' })],
  });
  const html = parse(renderMarkdown(reportOf([waived, ...sampleReport.endpoints])));
  assert.match(html, /<h1>Certificate audit: 3 causes \(2 errors, 1 warning\), 1 waived, 1 endpoint unreachable<\/h1>/);
  const [sign, title, , todo] = rowsOf(html, 1).at(-1) ?? [];
  assert.deepEqual([sign, title], ['~ waived', 'The title of a broken name-match']);
  assert.equal(todo, 'Waived by A. Datum until 2027-01-31: replaced in January');
  assert.deepEqual(rowsOf(html, 2)[0]?.[0], '~ waived');
  assert.match(html, /<strong>waived by A\. Datum until 2027-01-31: replaced in January<\/strong>/);
});

test('untrusted text has no effect: no markup, no link, no mention, and a table keeps its columns', () => {
  const html = parse(renderMarkdown(hostileReport));
  assert.doesNotMatch(html, /<(?:script|a|img|b|em|del|h[4-6]|ol|blockquote|hr|!--)[ >/]/);
  const tables = [hostileReport.causes.length, hostileReport.endpoints.length];
  for (const [index, length] of tables.entries()) {
    const rows = rowsOf(html, index + 1);
    assert.equal(rows.length, length);
    assert.ok(rows.every((cells) => cells.length === 4 + index));
  }
  const outsideCode = html.replace(/<code>.*?<\/code>/g, '');
  assert.doesNotMatch(outsideCode, /@everyone|#1|evil\.test/);
});

test('escaped prose reads as it was written', () => {
  for (const text of hostileTexts.filter((each) => each.trim() !== '')) {
    const html = parse(`x ${escapeMarkdown(text)} y`);
    const read = html
      .replace(/<\/?(?:p|code)>/g, '')
      .replaceAll('\\u{7c}', '|')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .trim();
    const shown = escapeForTerminal(text);
    assert.equal(read.replaceAll(/ +/g, ' '), `x ${shown} y`.replaceAll(/ +/g, ' '));
  }
});

test('a fleet does not burst a ticket: rows, places and findings are counted', () => {
  const many = [...Array(500).keys()].map((index) => {
    const cause = `key-usage/broken:${String(index).padStart(16, '0')}`;
    const fault = finding('key-usage', 'fail', { cause, message: `${index} ${'x'.repeat(5_000)}.` });
    const one = endpoint({ address: `10.0.${index >> 8}.${index & 255}`, verdict: 'fail', findings: [fault] });
    return { ...one, causes: one.causes.map((each) => ({ ...each, title: `${index} ${'y'.repeat(5_000)}` })) };
  });
  const text = renderMarkdown(reportOf(many));
  assert.ok(text.length < 65_536);
  assert.equal(text.match(/And 4\d\d more, all in the JSON report\./g)?.length, 2);
  const alike = many.map((each) => ({
    ...each,
    causes: endpoint({ findings: [finding('key-usage', 'fail')] }).causes,
  }));
  assert.match(renderMarkdown(reportOf(alike)), /And 450 more, all in the JSON report\./);
  const same = many.map((each) =>
    endpoint({ address: each.address, verdict: 'fail', findings: [finding('key-usage', 'fail')] }),
  );
  assert.match(renderMarkdown(reportOf(same)), /<br>and 495 more \|/);
  assert.match(renderMarkdown(reportOf(same)), / {2}- on: .*, and 490 more/);
});

test('warning alerts stand in a table of their own, in words, with their endpoints', () => {
  const html = parse(renderMarkdown(reportOf([warnedEndpoint(['unrecognized_name', '<b>|'])], [])));
  assert.match(html, /<h2>Warning alerts<\/h2>/);
  assert.deepEqual(rowsOf(html, 1), [
    ['unrecognized_name', 'it does not know the server name (SNI) that was sent', 'im.contoso.com 10.0.0.11:443'],
    ['&lt;b&gt;\\u{7c}', '', 'im.contoso.com 10.0.0.11:443'],
  ]);
});
