import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Finding } from '../../src/model/finding.ts';
import { renderCsv } from '../../src/report/data/render-csv.ts';
import { listFieldNotes } from '../../src/report/list-field-notes.ts';
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts';
import { renderTable } from '../../src/report/terminal/render-table.ts';
import { htmlOf } from './html/reports.ts';
import { endpoint, finding, reportOf } from './sample-report.ts';

const note = 'Note from the field: names are missing (Report, https://field.example/).';
const noted = (text = note, outcome: Finding['outcome'] = 'pass'): Finding =>
  finding('key-usage', outcome, { message: `The key usage is a0. ${text}`, note: text });
const on = (host: string, ...findings: readonly Finding[]) => endpoint({ host, findings: [...findings] });

test('a note stands once, with the number of endpoints that it concerns', () => {
  const other = 'Note from the field: other (Report, https://field.example/).';
  const report = reportOf([on('a.example', noted()), on('b.example', noted()), on('c.example', noted(other))]);
  assert.deepEqual(listFieldNotes(report), [
    { check: 'key-usage', note, endpoints: 2 },
    { check: 'key-usage', note: other, endpoints: 1 },
  ]);
});

test('a finding that fails is shown with its note, so it is not listed', () => {
  assert.deepEqual(listFieldNotes(reportOf([on('a.example', noted(note, 'fail'))])), []);
});

test('the table with details, HTML, Markdown and CSV show the note of a check that passes', async () => {
  const report = reportOf([on('a.example', noted())]);
  const table = renderTable(report, { width: 200, colour: false, details: true });
  assert.match(
    table,
    /── Notes from the field ─+\n\nkey-usage \(1 endpoint\)\n {2}Note from the field: names are missing/,
  );
  assert.doesNotMatch(renderTable(report, { width: 200, colour: false }), /field/);
  assert.match(
    renderMarkdown(report),
    /<summary>Notes from the field<\/summary>\n\n- `key-usage`: Note from the field: /,
  );
  assert.match(await htmlOf(report), /<h2>Notes from the field<\/h2>.*<td>Note from the field: names are missing/s);
  assert.match([...renderCsv(report)].join(''), /Note from the field: names are missing/);
});

test('without notes there is no such section', async () => {
  const report = reportOf([on('a.example', finding('key-usage', 'pass'))]);
  assert.doesNotMatch(renderTable(report, { width: 80, colour: false, details: true }), /Notes from the field/);
  assert.doesNotMatch(renderMarkdown(report), /Notes from the field/);
  assert.doesNotMatch(await htmlOf(report), /Notes from the field/);
});

test('of many notes the first are shown, and how many there are beyond them', async () => {
  const many = Array.from({ length: 25 }, (_, index) =>
    on(`h${index}.example`, noted(`Note from the field: ${index}.`)),
  );
  assert.match(
    renderTable(reportOf(many), { width: 80, colour: false, details: true }),
    /\nand 5 more, all in --format json\n/,
  );
  assert.match(await htmlOf(reportOf(many)), /and 5 more notes/);
});
