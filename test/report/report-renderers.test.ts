import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reportRenderers } from '../../src/report/report-renderers.ts';
import { endpoint, finding, reportOf } from './sample-report.ts';

const outcomes = ['fail', 'undetermined', 'not-observable', 'pass'] as const;

for (const [format, render] of Object.entries(reportRenderers)) {
  for (const check of ['constructor', '__proto__', 'toString']) {
    test(`${format} takes a check that is named ${check}`, async () => {
      const findings = outcomes.map((outcome) => finding(check, outcome, { reason: 'why' }));
      const across = outcomes.map((outcome) => ({ deployment: null, endpoints: [], ...finding(check, outcome) }));
      const report = reportOf([endpoint({ verdict: 'fail', findings })], across);
      const text = [...(await render(report, { width: 80, colour: false }))].join('');
      assert.ok(text.includes(check));
    });
  }
}
