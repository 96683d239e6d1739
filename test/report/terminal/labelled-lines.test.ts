import assert from 'node:assert/strict';
import { test } from 'node:test';

import { renderLabelled } from '../../../src/report/terminal/labelled-lines.ts';
import { createPaint } from '../../../src/report/terminal/paint.ts';

const paint = createPaint(false);

test('texts stand beside their labels, and what is wrapped hangs below', () => {
  const rows = [
    { label: 'why', text: 'one two three four' },
    { label: 'source', text: 'RFC' },
  ];
  assert.deepEqual(renderLabelled(rows, { width: 20, paint, indent: 2 }), [
    '  why     one two',
    '          three four',
    '  source  RFC',
  ]);
});

test('colour does not shift anything', () => {
  const [line = ''] = renderLabelled([{ label: 'on', text: 'x' }], { width: 20, paint: createPaint(true) });
  assert.equal(line.replace(/\u001b\[\d+m/g, ''), 'on  x');
});
