import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import type { Cause } from '../../../src/model/cause.ts';
import type { Verdict } from '../../../src/model/vocabulary.ts';
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
  assert.deepEqual(JSON.parse(embedJson({ ['a\u202e']: 1 })), { ['a\\u{202e}']: 1 });
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

test('the causes of a fleet stay a page: each once, a few of its findings and endpoints, a link to the rest', async () => {
  const text = await htmlOf(largeReport(3_000));
  const causes = between(text, '<section id="causes"', '</section>');
  assert.match(causes, /2 causes to fix <span class="faint">1 error, 1 warning</);
  assert.equal(causes.match(/<details class="cause /g)?.length, 2);
  assert.ok(causes.length < 30_000, String(causes.length));
  assert.match(causes, /and \d+ more findings, on the pages of the endpoints/);
  assert.match(causes, /#m\/cause=key-usage%2Fbroken%3A0123456789abcdef/);
});

test('a cause says what is wrong, where and what to do, before the picture and before all notes', async () => {
  const text = await htmlOf(sampleReport);
  const causes = between(text, '<section id="causes"', '</section>');
  const summaries = causes.match(/<summary>.*?<\/summary>/gs) ?? [];
  const first = summaries.find((each) => each.includes('key-usage')) ?? '';
  assert.match(
    first,
    /error.*The title of a broken key-usage.*as\.im\.contoso\.com 10\.0\.0\.11.*What to do about key-usage\./s,
  );
  assert.match(first, /\(and 1 more name\)/);
  const order = ['<section id="causes"', '<svg class="picture"', '<section id="notes"', '<section id="provenance"'];
  const positions = order.map((each) => text.indexOf(each));
  assert.deepEqual(
    positions,
    positions.toSorted((a, b) => a - b),
  );
  assert.ok(positions.every((at) => at > 0));
});

test('unfolded it says why, by which source, and heads each finding by its fault, never by what should hold', async () => {
  const causes = between(await htmlOf(sampleReport), '<section id="causes"', '</section>');
  assert.match(causes, /<dt>Why<\/dt><dd>Why key-usage matters\./);
  assert.match(causes, /<dt>Source<\/dt><dd>Preparing Certificates, Table 2</);
  assert.match(causes, /<strong>A broken key-usage<\/strong>.*2 endpoints.*<dt>Expected<\/dt><dd>a0</s);
  assert.doesNotMatch(causes, /The title of key-usage/);
});

test('of the message of a finding the part before why it matters is shown, as the cause says the rest', async () => {
  const message = 'Key usage is 80. Seen twice. Why key-usage matters. What to do about key-usage.';
  const report = reportOf([endpoint({ verdict: 'fail', findings: [finding('key-usage', 'fail', { message })] })], []);
  assert.match(await htmlOf(report), /<p>Key usage is 80\. Seen twice\.<\/p>/);
});

test('where a cause shows: an address once with how many names, at most three addresses, or a count if no place is named', async () => {
  const placesOf = async (places: string[]) => {
    const causes = [{ ...(sampleReport.causes.find(({ endpoints }) => endpoints.length === 2) as Cause), places }];
    return between(await htmlOf({ ...sampleReport, causes }), 'class="cause-places">', '</p>').replace(/<[^>]*>/g, '');
  };
  assert.equal(
    await placesOf(['a.test 10.0.0.1:443', 'b.test 10.0.0.1:443']),
    'a.test 10.0.0.1:443 (and 1 more name) ',
  );
  const five = [1, 2, 3, 4, 5].map((at) => `${at}.test:443`);
  assert.equal(await placesOf(five), '1.test:443 2.test:443 3.test:443 and 2 more');
  assert.equal(await placesOf([]), '2 endpoints');
});

test('causes beyond those beside the picture stand below it, and all are numbered in one sequence', async () => {
  const findings = Array.from({ length: 11 }, (_, at) => finding(`check-${at}`, 'fail'));
  const text = await htmlOf(reportOf([endpoint({ verdict: 'fail', findings })], []));
  const beside = between(text, '<section id="causes"', '</section>');
  assert.match(beside, /11 causes to fix.*3 more causes below/s);
  const numbers = [...text.matchAll(/class="cause-number">(\d+)</g)].map(([, number]) => Number(number));
  assert.deepEqual(
    numbers,
    Array.from({ length: 11 }, (_, at) => at + 1),
  );
  assert.equal(between(text, '<section id="more-causes"', '</section>').match(/<details class="cause/g)?.length, 3);
});

test('the outcome of a run is a sentence, whatever its verdicts', async () => {
  const outcome = async (...verdicts: readonly Verdict[]) =>
    between(
      await htmlOf(
        reportOf(
          verdicts.map((verdict) => endpoint({ verdict })),
          [],
        ),
      ),
      'class="verdict-line">',
      '<',
    );
  assert.equal(await outcome('pass'), 'The endpoint passes.');
  assert.equal(await outcome('unreachable'), 'The endpoint is unreachable.');
  assert.equal(await outcome('pass', 'pass'), 'All 2 endpoints pass.');
  assert.equal(await outcome('warn', 'fail', 'fail'), 'Of 3 endpoints, 2 fail, 1 has warnings, none passes.');
  assert.equal(await outcome('waived', 'waived', 'pass'), 'Of 3 endpoints, 2 are waived, 1 passes.');
});

test('a waived cause stands apart, in its own color, with the person, the reason and the end', async () => {
  const waiver = { by: 'A. Datum', reason: 'the vendor ships in January', until: '2027-01-31' };
  const waived = endpoint({ verdict: 'waived', findings: [finding('key-usage', 'fail', { waiver })] });
  const text = await htmlOf(reportOf([waived], []));
  assert.match(
    between(text, '<section id="causes"', '</section>'),
    /Nothing to fix.*No check failed\. 1 cause is waived\./s,
  );
  const section = between(text, '<section id="waived"', '</section>');
  assert.match(section, /class="cause is-waived".*~.*error, waived.*The title of a broken key-usage/s);
  assert.match(section, /Waived<\/strong> by A\. Datum until 2027-01-31: the vendor ships in January/);
  assert.match(text, /The endpoint is waived\./);
  assert.match(text, /class="box is-waived"/);
});

test('what is undetermined for want of a path is shown with the cause of that, and not as inconclusive', async () => {
  const findings = [
    finding('chain-trust', 'fail'),
    finding('validity-period', 'undetermined', { reason: 'no-path', message: 'There is no path.' }),
    finding('revocation-status', 'undetermined', { reason: 'not-fetched', message: 'Revocation was not checked.' }),
  ];
  const text = await htmlOf(reportOf([endpoint({ verdict: 'fail', findings })], []));
  const causes = between(text, '<section id="causes"', '</section>');
  assert.match(causes, /1 check not judged until this is fixed: <span class="mono">validity-period</);
  const inconclusive = between(text, '<section id="undetermined">', '</section>');
  assert.match(
    inconclusive,
    /<h2>Inconclusive checks<.*>1 not fetched\. .*To see it: Scan with --fetch issuers,crl,ocsp.*revocation-status/s,
  );
  assert.doesNotMatch(inconclusive, /validity-period/);
  assert.match(
    text,
    /1 failed, 1 inconclusive, 0 not visible over TLS, 0 not applicable, 1 not judged until a cause is fixed\./,
  );
});

test('unreachable endpoints stand once among the inconclusive, with why and what to do', async () => {
  const inconclusive = between(await htmlOf(sampleReport), '<section id="undetermined">', '</section>');
  assert.match(
    inconclusive,
    /1 endpoint unreachable, 1 not fetched\. .*Make the endpoint reachable.*The connection was refused\./s,
  );
  assert.doesNotMatch(inconclusive, /chain-trust/);
});

test('without a failing chain nothing is folded: no-path then counts as inconclusive', async () => {
  const findings = [finding('validity-period', 'undetermined', { reason: 'no-path' })];
  const text = await htmlOf(reportOf([endpoint({ findings })], []));
  assert.match(between(text, '<section id="undetermined">', '</section>'), /To see it: .*validity-period/s);
});

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start) + start.length;
  return text.slice(from, text.indexOf(end, from));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
