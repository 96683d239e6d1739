import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Evaluation } from '../../../src/model/provenance.ts';
import type { ScanReport } from '../../../src/model/scan-report.ts';
import { renderProvenance } from '../../../src/report/html/render-provenance.ts';
import { endpoint, reportOf } from '../sample-report.ts';

const fingerprint = (index: number): string => index.toString(16).padStart(64, '0');
const store = (name: string, count: number): ScanReport['trustStores'][number] => ({
  ...{ name, source: `${name}.pem`, date: null, anchorsSha256: 'd'.repeat(64) },
  anchors: Array.from({ length: count }, (_, index) => fingerprint(index)),
});

/** The leaf of the sample is an anchor of `public` by itself. */
const [leaf] = endpoint().chain;
const used = leaf?.sha256 ?? '';

function render(changes: Partial<ScanReport>): string {
  const trust = [{ store: 'public', path: [used], error: null }];
  return renderProvenance({ ...reportOf([endpoint({ trust })]), ...changes }).markup;
}

test('every anchor of a store stands there by its fingerprint, with the digest of the list', () => {
  const markup = render({ trustStores: [store('contoso', 30)] });
  for (let index = 0; index < 30; index += 1) assert.ok(markup.includes(fingerprint(index)), `${index}`);
  assert.ok(markup.includes('d'.repeat(64)));
});

test('of a long store, those that paths end at are listed, with their subject, and the others counted', () => {
  const long = store('public', 121);
  const markup = render({ trustStores: [{ ...long, anchors: [...long.anchors, used] }] });
  assert.match(
    markup,
    new RegExp(`${used}</span> CN=im\\.contoso\\.com <span class="faint">anchor of a path in this report`),
  );
  assert.ok(!markup.includes(fingerprint(7)));
  assert.match(markup, /121 more in the JSON report/);
});

test('names of files, users and machines are text', () => {
  const markup = render({ scannedBy: { host: '<b>', user: '<i>', addresses: ['10.0.0.1', '2001:db8::1'] } });
  assert.doesNotMatch(markup, /<b>|<i>/);
  assert.match(markup, /Scanned by<\/dt><dd>&lt;i&gt; on &lt;b&gt;, from 10\.0\.0\.1, 2001:db8::1</);
});

test('of a report judged again: when, by what, from which evidence', () => {
  const evaluation: Evaluation = {
    options: { trust: ['root.pem'] },
    inputs: [{ path: 'run-1/manifest.json', sha256: 'e'.repeat(64) }],
    observedBy: { name: 'certmuster', version: '0.0.9' },
    evidence: 'signed',
  };
  const markup = render({ evaluatedAt: '2027-01-01T00:00:00.000Z', evaluation: evaluation });
  assert.match(
    markup,
    /Judged again<\/dt><dd>2027-01-01T00:00:00\.000Z by certmuster 0\.1\.0, observed by certmuster 0\.0\.9; .*signature/,
  );
  assert.match(markup, /run-1\/manifest\.json <span class="mono faint">e{64}/);
});

test('a report of an earlier version, without provenance, is rendered too', () => {
  const markup = render({});
  assert.doesNotMatch(markup, /Scanned by|Judged again|undefined/);
});
