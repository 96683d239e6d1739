import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { escapeForTerminal } from '../../../src/report/escape-for-terminal.ts';
import { escapeMarkdown } from '../../../src/report/markdown/escape-markdown.ts';
import { renderMarkdown } from '../../../src/report/markdown/render-markdown.ts';
import { hostileReport, hostileTexts } from '../hostile-report.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';

/** What GitHub's own parser makes of it. */
function parse(markdown: string): string {
  const extensions = ['table', 'autolink', 'strikethrough', 'tagfilter'].flatMap((name) => ['--extension', name]);
  return execFileSync('cmark-gfm', [...extensions, '--unsafe'], { input: markdown, encoding: 'utf8' });
}

test('the counts, the endpoints that need work, and what to do', () => {
  const html = parse(renderMarkdown(sampleReport));
  assert.match(html, /<h1>Certificate audit: 5 endpoints, 2 fail, 1 warn, 1 unreachable, 1 pass<\/h1>/);
  assert.equal(html.split('<tr>').length - 2, 4);
  assert.match(html, /<td>✗ fail<\/td>\n<td>as-host<\/td>\n<td><code>as\.im\.contoso\.com<\/code><\/td>/);
  assert.match(html, /<h3>✗ error <code>key-usage<\/code>: The title of key-usage<\/h3>/);
  assert.match(html, /<strong>Remedy:<\/strong> What to do about key-usage\./);
});

test('a sound deployment has neither a table nor failures', () => {
  const html = parse(renderMarkdown(reportOf([endpoint()], [])));
  assert.doesNotMatch(html, /<table>|What fails/);
});

test('a waived failure stays, with who waived it, why and until when', () => {
  const waiver = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
  const html = parse(renderMarkdown(reportOf([endpoint({ findings: [finding('key-usage', 'fail', { waiver })] })])));
  assert.match(html, /<strong>waived by A\. Datum until 2027-01-31: replaced in January<\/strong>/);
});

test('untrusted text has no effect: no markup, no link, no mention, and a table keeps its columns', () => {
  const html = parse(renderMarkdown(hostileReport));
  assert.doesNotMatch(html, /<(?:script|a|img|b|em|del|h[4-6]|ol|blockquote|hr|!--)[ >/]/);
  assert.equal(html.split('<tr>').length - 2, hostileTexts.length);
  assert.equal(html.split('<td').length - 1, hostileTexts.length * 5);
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

test('a fleet does not burst a ticket: rows and endpoints are counted', () => {
  const fault = finding('key-usage', 'fail');
  const many = [...Array(500).keys()].map((index) =>
    endpoint({ address: `10.0.${index >> 8}.${index & 255}`, verdict: 'fail', findings: [fault] }),
  );
  const text = renderMarkdown(reportOf(many));
  assert.match(text, /And 450 more, all in the JSON report\./);
  assert.match(text, /and 490 more/);
  assert.ok(text.length < 65_536);
});
