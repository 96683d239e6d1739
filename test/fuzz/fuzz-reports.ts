import assert from 'node:assert/strict';

import { decodeReport } from '../../src/model/report-documents.ts';
import { reportRenderers } from '../../src/report/report-renderers.ts';
import { sampleReport } from '../report/sample-report.ts';
import { type FuzzTarget, textOf } from './fuzz-target.ts';
import { mutateJson } from './mutate-json.ts';

/** Nothing a terminal acts on; lines may end, and JUnit and CSV end theirs in CR LF. */
const unsafe = /(?![\r\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Reports, changed, through `render` into every format. */
export function fuzzReports(): FuzzTarget {
  const formats = Object.entries(reportRenderers);
  return {
    name: 'reports',
    make: (random) => [JSON.stringify(mutateJson(sampleReport, random))],
    judge: async (input) => {
      const report = decodeReport(JSON.parse(textOf(input[0])));
      if (!report.ok) {
        for (const { message } of report.error) assert.ok(message.length > 0 && message.length < 2_000, message);
        return 'refused';
      }
      for (const [format, render] of formats) {
        const text = [...(await render(report.value, { width: 100, colour: false }))].join('');
        assert.ok(text.length > 0, format);
        assert.doesNotMatch(text, unsafe, format);
      }
      return 'rendered';
    },
  };
}
