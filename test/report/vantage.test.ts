import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { renderCsv } from '../../src/report/data/render-csv.ts';
import { renderJUnit } from '../../src/report/data/render-junit.ts';
import { describeEndpointsWhere } from '../../src/report/describe-where.ts';
import { addressLabel } from '../../src/report/endpoint-label.ts';
import { groupPlaces } from '../../src/report/html/group-places.ts';
import { reportLinks } from '../../src/report/html/page-links.ts';
import { boxHeight, endpointBox } from '../../src/report/html/picture-box.ts';
import { renderPrometheus } from '../../src/report/monitoring/render-prometheus.ts';
import { endpoint, reportOf } from './sample-report.ts';

/** An endpoint that is wanted from one site alone, or (`isTwin`) from another one too. */
function seen(more: Partial<EndpointReport>, isTwin = false): EndpointReport {
  const one = endpoint({ site: 'outside', seenFrom: 'outside', ...more });
  return isTwin ? { ...one, id: `${one.id}#from-${one.site}` } : one;
}

const drawing = { numbers: new Map(), links: reportLinks };

const { seenFrom: _, ...fromHere } = seen({});

test('an address says from which site it is to be seen, or from where it was seen instead', () => {
  assert.equal(addressLabel(seen({})), '10.0.0.11:443 (outside)');
  assert.equal(addressLabel(seen({ startTls: 'smtp' })), '10.0.0.11:443 (smtp, outside)');
  assert.equal(addressLabel(fromHere), '10.0.0.11:443 (from here)');
  assert.equal(addressLabel(seen({ seenFrom: 'inside' })), '10.0.0.11:443 (from inside)');
  assert.equal(addressLabel({ ...fromHere, handshake: null }), '10.0.0.11:443 (outside)');
  assert.equal(addressLabel({ ...fromHere, id: `${fromHere.id}#from-outside` }), '10.0.0.11:443 (outside, from here)');
});

test('without a declared site nothing is said of one, wherever the scan ran', () => {
  const plain = endpoint({ seenFrom: 'inside' });
  assert.equal(addressLabel(plain), '10.0.0.11:443');
  const report = reportOf([plain]);
  assert.doesNotMatch([...renderPrometheus(report)].join(''), /site=|seen_from=/);
  assert.doesNotMatch([...renderJUnit(report)].join(''), /Site:/);
  assert.equal(endpointBox('Load balancer', [plain], drawing).vantage, undefined);
});

test('a place is said to be one site’s view of it only if it is wanted from several and shows from one', () => {
  const [inside, outside] = [seen({ site: 'inside', seenFrom: 'inside' }, true), seen({}, true)];
  assert.equal(describeEndpointsWhere([outside]), 'im.contoso.com 10.0.0.11:443 from outside');
  assert.equal(describeEndpointsWhere([inside, outside]), 'im.contoso.com 10.0.0.11:443');
  assert.equal(describeEndpointsWhere([seen({})]), 'im.contoso.com 10.0.0.11:443');
});

test('names of one address stand together for each site', () => {
  const places = [
    'a 10.0.0.1:443 from outside',
    'b 10.0.0.1:443 from outside',
    'a 10.0.0.1:443 from inside',
    'c 10.0.0.1:443',
  ];
  assert.deepEqual(groupPlaces(places), [
    'a 10.0.0.1:443 from outside (and 1 more name)',
    'a 10.0.0.1:443 from inside',
    'c 10.0.0.1:443',
  ]);
});

test('spreadsheets and metrics have the site and the vantage point', () => {
  const report = reportOf([seen({ site: 'inside', seenFrom: 'outside' })]);
  const [head, row] = [...renderCsv(report)]
    .join('')
    .split('\r\n')
    .map((line) => line.split('","'));
  assert.deepEqual(head?.slice(-2), ['site', 'seen_from"']);
  assert.deepEqual(row?.slice(-2), ['inside', 'outside"']);
  assert.match(
    [...renderPrometheus(report)].join(''),
    /certmuster_endpoint_verdict\{[^}]*site="inside",seen_from="outside"/,
  );
  assert.match([...renderJUnit(report)].join(''), /Site: from outside/);
});

test('a box of the picture says from where it was seen, and names the site of each row if there are several', () => {
  const one = endpointBox('Reverse proxy', [seen({})], drawing);
  assert.equal(one.vantage, 'seen from outside');
  assert.deepEqual(
    one.rows.map(({ text }) => text),
    ['im.contoso.com'],
  );
  const both = endpointBox('Load balancer', [seen({ site: 'inside', seenFrom: 'inside' }), seen({})], drawing);
  assert.equal(both.vantage, 'seen from inside and outside');
  assert.deepEqual(
    both.rows.map(({ text }) => text),
    ['inside: im.contoso.com', 'outside: im.contoso.com'],
  );
  assert.equal(endpointBox('x', [fromHere], drawing).vantage, 'seen from here');
  assert.equal(endpointBox('x', [{ ...fromHere, verdict: 'unreachable' }], drawing).vantage, undefined);
  const plain = endpointBox('Reverse proxy', [endpoint()], drawing);
  assert.ok(boxHeight(one) > boxHeight(plain));
});
