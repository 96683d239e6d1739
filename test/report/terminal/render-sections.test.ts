import assert from 'node:assert/strict';
import { test } from 'node:test';

import { renderSections } from '../../../src/report/terminal/render-sections.ts';

const look = { width: 40, colour: false };

test('columns of all sections stand in line, notes below their headings', () => {
  const sections = [
    { heading: 'names', note: 'RFC 9525', rows: [['matcher', 'rfc9525', 'a.yaml:1']] },
    { heading: 'key', note: null, rows: [['types', '[ec]', '(default)']] },
  ];
  assert.equal(
    renderSections(sections, look),
    ['names', '  RFC 9525', '  matcher  rfc9525  a.yaml:1', 'key', '  types    [ec]     (default)', ''].join('\n'),
  );
});

test('control characters are escaped, and no line is wider than the terminal', () => {
  const long = 'word '.repeat(30);
  const text = renderSections([{ heading: '\u001b[31m', note: long, rows: [['a', long, 'b']] }], look);
  assert.ok(!text.includes('\u001b'));
  assert.ok(text.split('\n').every((line) => line.length <= look.width));
});

test('a name or a value that is too long for its column stands on a line of its own, unbroken', () => {
  const name = 'maximumCertificateAuthoritiesBytes';
  const uri = 'spiffe://corp.example/redis/node';
  const sections = [
    { heading: 'threshold', note: null, rows: [[name, '1', 'a.yaml:1']] },
    { heading: null, note: 'Section 4', rows: [['uri', uri, 'a.yaml:2']] },
  ];
  assert.deepEqual(renderSections(sections, look).split('\n'), [
    'threshold',
    `  ${name}`,
    '       1  a.yaml:1',
    '  Section 4',
    '  uri     a.yaml:2',
    `    ${uri}`,
    '',
  ]);
});
