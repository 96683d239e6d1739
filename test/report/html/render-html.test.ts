import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { embedJson } from '../../../src/report/html/embed-json.ts';
import { html } from '../../../src/report/html/markup.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';
import { hostile, hostileReport, htmlOf, largeReport } from './reports.ts';

test('the content policy names the one script and the one style by hash and allows nothing else', async () => {
  const text = await htmlOf(sampleReport);
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
  const sources = policy.replaceAll('&#39;', "'").split('; ');
  assert.ok(sources.includes("default-src 'none'"), policy);
  assert.ok(sources.includes(`script-src 'sha256-${hashOf(between(text, '<script>', '</script>'))}'`), policy);
  assert.ok(sources.includes(`style-src 'sha256-${hashOf(between(text, '<style>', '</style>'))}'`), policy);
  assert.deepEqual(text.match(/<script(?! type="application\/json" id="[a-z0-9-]+">)[^>]*>/g), ['<script>']);
});

test('nothing is loaded from anywhere: no src, no stylesheet, no import, no inline handler or style attribute', async () => {
  const text = await htmlOf(sampleReport);
  const markup = text.replace(/<(script|style)[\s\S]*?<\/\1>/g, '');
  assert.doesNotMatch(markup, /\s(src|srcset|style|on[a-z]+)=/);
  assert.deepEqual(markup.match(/<link [^>]*>/g), ['<link rel="icon" href="data:,">']);
  assert.doesNotMatch(between(text, '<style>', '</style>'), /@import|url\(/);
});

test('hostile text never becomes markup: not in the page, not in its data', async () => {
  const text = await htmlOf(hostileReport());
  const visible = text.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
  assert.doesNotMatch(visible, /<img|<!--|\son[a-z]+="|javascript:/);
  assert.equal(text.match(/<script>/g)?.length, 1);
  const data = [...text.matchAll(/<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/g)];
  assert.ok(data.length >= 3);
  for (const [, json = ''] of data) {
    assert.doesNotMatch(json, /<|\u2028|\u202e/);
    JSON.parse(json);
  }
  assert.doesNotMatch(text, /[\u202e\u2028\0]/);
  assert.match(visible, /\\u\{202e\}gnp\\u\{0\}/);
});

test('a hole in a template is escaped in text and attributes; only markup made by the template stays', () => {
  assert.equal(
    html`<b title="${'"<'}">${'<&>'}${html`<i>${"'"}</i>`}${[1, '>']}${undefined}</b>`.markup,
    '<b title="&quot;&lt;">&lt;&amp;&gt;<i>&#39;</i>1&gt;</b>',
  );
});

test('embedded JSON reads back the same but for characters that show nothing', () => {
  assert.deepEqual(JSON.parse(embedJson({ a: ['<!--</script>', 'ä', 1, null] })), {
    a: ['<!--</script>', 'ä', 1, null],
  });
  assert.equal(JSON.parse(embedJson(hostile)).includes('\\u{202e}'), true);
});

test('a report without endpoints, and one whose checks have no description, are rendered', async () => {
  assert.match(await htmlOf(reportOf([], [])), /No endpoint was audited\./);
  assert.match(await htmlOf({ ...sampleReport, checks: {} }), /key-usage/);
});

test('every certificate stands once, however many endpoints present it', async () => {
  const text = await htmlOf(largeReport(450));
  const blocks = [...text.matchAll(/<script type="application\/json" id="certificates-(\d+)">([\s\S]*?)<\/script>/g)];
  const prints = blocks.flatMap(([, , json = '']) => JSON.parse(json).map(({ sha256 }: { sha256: string }) => sha256));
  assert.deepEqual(
    blocks.map(([, number]) => Number(number)),
    [...blocks.keys()],
  );
  assert.equal(new Set(prints).size, prints.length);
  assert.equal(prints.filter((print) => print === 'e'.repeat(64)).length, 1);
});

test('the faults of a fleet stay a page: a check once, a few answers, a link to the rest', async () => {
  const text = await htmlOf(largeReport(3_000));
  const faults = between(text, '<section id="faults">', '</section>');
  assert.equal(faults.match(/<details class="fault">/g)?.length, 2);
  assert.ok(faults.length < 30_000, String(faults.length));
  assert.match(faults, /more answers of this check/);
});

test('a waived failure stands apart from what is wrong, with the person, the reason and the end', async () => {
  const waiver = { by: 'A. Datum', reason: 'the vendor ships in January', until: '2027-01-31' };
  const waived = endpoint({ findings: [finding('key-usage', 'fail', { waiver })] });
  const faults = between(await htmlOf(reportOf([waived], [])), '<section id="faults">', '</section>');
  assert.match(faults, /Every check that could be judged holds, or its fault is waived\./);
  assert.match(faults, /Waived: .*key-usage.*by A\. Datum until 2027-01-31: the vendor ships in January/s);
  assert.match(faults, /#m\/check=key-usage&amp;outcome=waived/);
});

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start) + start.length;
  return text.slice(from, text.indexOf(end, from));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
