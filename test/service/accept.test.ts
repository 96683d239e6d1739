import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFormat } from '../../src/service/http/metrics.ts';

for (const [accept, format] of [
  [undefined, 'text'],
  ['*/*', 'text'],
  ['text/plain;version=0.0.4;q=0.5,*/*;q=0.1', 'text'],
  ['application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1', 'openmetrics'],
  ['text/plain, Application/OpenMetrics-Text; version=0.0.1; q=0.75', 'openmetrics'],
  ['application/openmetrics-text;q=0', 'text'],
  ['application/openmetrics-text;q=0.000, */*', 'text'],
  ['application/openmetrics-textual', 'text'],
] as const) {
  test(`Accept: ${accept} gets ${format}`, () => {
    assert.equal(chooseFormat(accept), format);
  });
}
