import assert from 'node:assert/strict';
import { test } from 'node:test';

import { scanReportSchema, scanSummarySchema } from '../../../src/model/scan-report.ts';
import { renderJson } from '../../../src/report/data/render-json.ts';
import { isSummaryLine, renderEndpointLine, renderSummaryLine } from '../../../src/report/data/render-ndjson.ts';
import { sampleReport } from '../sample-report.ts';

const { endpoints, ...summary } = sampleReport;

test('the pieces of the JSON report are the report', () => {
  assert.deepEqual(JSON.parse([...renderJson(summary, endpoints)].join('')), sampleReport);
});

test('a report without endpoints is JSON too', () => {
  const json: unknown = JSON.parse([...renderJson(summary, [])].join(''));
  assert.deepEqual(json, { ...sampleReport, endpoints: [] });
  assert.ok(scanReportSchema.safeParse(json).success);
});

test('the JSON report is indented throughout, and endpoints come before deployment findings', () => {
  const text = [...renderJson(summary, endpoints)].join('');
  assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  assert.ok(text.indexOf('"endpoints": [') < text.indexOf('"deploymentFindings": ['));
});

test('each endpoint comes as a piece of its own, so that no report has to fit one string', () => {
  assert.equal([...renderJson(summary, endpoints)].length, endpoints.length + 2);
});

test('NDJSON is one endpoint a line, then one line with the rest', () => {
  const lines = [...endpoints.map(renderEndpointLine), renderSummaryLine(summary)].join('').trimEnd().split('\n');
  assert.equal(lines.length, endpoints.length + 1);
  assert.deepEqual(JSON.parse(lines[0] ?? ''), endpoints[0]);
  assert.ok(scanSummarySchema.safeParse(JSON.parse(lines.at(-1) ?? '')).success);
});

test('a summary line can be distinguished from that of an endpoint', () => {
  assert.equal(isSummaryLine(JSON.parse(renderSummaryLine(summary))), true);
  assert.equal(isSummaryLine(endpoints[0]), false);
  assert.equal(isSummaryLine(null), false);
});
