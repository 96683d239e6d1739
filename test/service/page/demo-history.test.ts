import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';

import { audit } from '../../../src/audit/audit.ts';
import { evaluateSaved } from '../../../src/audit/evaluate-saved.ts';
import { demoRequest } from '../../../src/cli/commands/demo-request.ts';
import { standingCauses } from '../../../src/history/list-causes.ts';
import { beginRun } from '../../../src/history/record-run.ts';
import { restoreRun } from '../../../src/history/restore-run.ts';
import { startDemoDeployment } from '../../../src/lab/demo-deployment.ts';
import { waiversFileSchema } from '../../../src/model/waivers-file.ts';
import type { ScanSummary } from '../../../src/model/scan-report.ts';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import { waiverText } from '../../../src/service/page/waiver-text.ts';
import { servePage } from './service-for.ts';

test('of a run of the demo the full report is that of the scan, and the waivers to copy waive every cause', async (context) => {
  const { database, get } = await servePage(context);
  const now = new Date();
  const { signal } = new AbortController();
  const environment = { now: () => now, signal };
  const deployment = await startDemoDeployment({ now });
  context.after(() => deployment.close());
  const request = await demoRequest(deployment, { concurrency: 20, timeoutMs: 5_000 });
  const begun = beginRun(database, { series: 'contoso', startedAt: now });
  assert.ok(begun.ok);
  const seen: { readonly index: number; readonly report: EndpointReport }[] = [];
  let summary: ScanSummary | undefined;
  for await (const event of audit(request, environment)) {
    if (event.kind === 'endpoint') {
      seen.push(event);
      begun.value.endpoint(event);
    } else {
      ({ summary } = event);
      begun.value.finish(event.summary, event.run);
    }
  }
  assert.ok(summary);
  const endpoints = seen.toSorted((a, b) => a.index - b.index).map(({ report }) => report);

  const report = await get('/runs/1/report');
  assert.equal(report.status, 200);
  const titles = (html: string): readonly string[] => html.match(/<h3>.*?<\/h3>/g) ?? [];
  const written = [...(await renderHtml({ ...summary, endpoints }))].join('');
  assert.deepEqual(titles(report.text), titles(written));
  assert.ok(titles(report.text).length >= 9);
  assert.match(report.headers.get('content-security-policy') ?? '', /script-src 'sha256-.*frame-ancestors 'none'/);

  const overview = (await get('/')).text;
  assert.deepEqual(titles(overview).slice(0, summary.causes.length), titles(written).slice(0, summary.causes.length));
  const picture = (html: string): string =>
    /<svg class="picture".*?<\/svg>/s.exec(html)?.[0].replaceAll(/ href="[^"]*"/g, '') ?? '';
  assert.equal(sortedRows(picture(overview)), sortedRows(picture(written)));

  const text = standingCauses(database)
    .map((cause) => waiverText(cause, now))
    .join('');
  const waivers = waiversFileSchema.parse(
    parse(text).map((each: object) => ({ ...each, by: 'A. Datum', reason: 'the vendor ships in January' })),
  );
  assert.ok(!waiversFileSchema.safeParse(parse(text)).success, 'who accepts it, and why, has to be filled in');
  const restored = restoreRun(database, 1);
  assert.ok(restored.ok);
  const { run, observations } = restored.value;
  for await (const event of evaluateSaved(
    run,
    observations(),
    { at: undefined, failOn: 'error', waivers },
    environment,
  )) {
    if (event.kind === 'summary')
      assert.deepEqual(
        event.summary.causes.filter(({ waiver }) => waiver === null),
        [],
      );
  }
});

/** The rows of a picture without the order in which they stand in a box, which is that of ids in a history. */
function sortedRows(svg: string): string {
  return (svg.match(/<title>[^<]*<\/title>/g) ?? []).toSorted().join('\n');
}
