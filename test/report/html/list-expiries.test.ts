import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import { listExpiries, urgency } from '../../../src/report/html/list-expiries.ts';
import { drawTimeLine } from '../../../src/report/html/draw-time-line.ts';
import { html } from '../../../src/report/html/markup.ts';
import { reportLinks } from '../../../src/report/html/page-links.ts';
import { endpoint } from '../sample-report.ts';

const asOf = '2026-11-22T10:00:00.000Z';
const [sample] = endpoint().chain;
const expiring = (notAfter: string, sha256 = 'a'.repeat(64)): EndpointReport =>
  endpoint({
    chain: [{ ...sample, notAfter, sha256 } as EndpointReport['chain'][number]],
    trust: [{ store: 'contoso', path: [sha256], error: null }],
  });
const at = { links: reportLinks, where: html`elsewhere` };
const said = (notAfter: string): string => drawTimeLine(listExpiries([expiring(notAfter)], asOf), at).markup;

test('a certificate stands once, with how many endpoints it concerns, the first to expire first', () => {
  const later = expiring('2027-05-01T00:00:00.000Z', 'b'.repeat(64));
  const list = listExpiries([later, endpoint(), endpoint()], asOf);
  assert.deepEqual(
    list.map(({ sha256, count }) => [sha256[0], count]),
    [
      ['a', 2],
      ['b', 1],
    ],
  );
});

test('the line says days left, and where a certificate expired how long ago', () => {
  assert.match(said('2026-11-23T09:59:59.000Z'), /in 23 hours/);
  assert.match(said('2026-11-23T10:00:00.000Z'), /in 1 day</);
  assert.match(said('2026-12-22T10:00:00.000Z'), /in 30 days/);
  assert.match(said('2026-11-22T09:00:00.000Z'), /expired 1 hour ago/);
  assert.match(said('2026-11-21T09:00:00.000Z'), /expired 1 day ago/);
  assert.match(said('2026-11-07T09:00:00.000Z'), /class="badge is-fail">expired 15 days ago/);
});

test('a month is soon, and the very day of expiry is not yet past', () => {
  assert.deepEqual(
    [0, 29, 30].map((days) => urgency({ isPast: false, days })),
    ['warn', 'warn', 'pass'],
  );
});

test('the path used decides, its anchor included; what is presented beside it does not count', () => {
  const extra = { ...sample, notAfter: '2026-11-01T00:00:00.000Z', sha256: 'd'.repeat(64) };
  const root = { ...sample, notAfter: '2026-11-26T00:00:00.000Z', sha256: 'b'.repeat(64), from: 'store:contoso' };
  const path = { store: 'contoso', path: ['a'.repeat(64), 'b'.repeat(64)], error: null };
  const good = endpoint({
    chain: [sample, extra] as EndpointReport['chain'],
    issuers: [root] as EndpointReport['issuers'],
    trust: [{ store: 'public', path: null, error: { kind: 'unknown-issuer', message: 'Unknown.' } }, path],
  });
  assert.deepEqual(
    listExpiries([good], asOf).map(({ sha256, days }) => [sha256[0], days]),
    [
      ['b', 3],
      ['a', 39],
    ],
  );
});

test('without a path the leaf counts, and the issuers that its names lead to, of each the one that lasts longest', () => {
  const issued = (subject: string, more: object) =>
    ({ ...sample, subject, ...more }) as EndpointReport['chain'][number];
  const chain = [
    issued('CN=leaf', { issuer: 'CN=Contoso CA' }),
    issued('CN=Contoso CA', { sha256: 'b'.repeat(64), notAfter: '2026-11-01T00:00:00.000Z', issuer: 'CN=Root' }),
    issued('CN=Contoso CA', { sha256: 'c'.repeat(64), notAfter: '2028-11-01T00:00:00.000Z', issuer: 'CN=leaf' }),
    issued('CN=stranger', { sha256: 'd'.repeat(64), notAfter: '2020-01-01T00:00:00.000Z' }),
  ];
  const list = listExpiries([endpoint({ chain, trust: [] })], asOf);
  assert.deepEqual(
    list.map(({ sha256 }) => sha256[0]),
    ['a', 'c'],
  );
});

test('what cannot be decoded has no date and no place on the line', () => {
  const broken = endpoint({ chain: [{ sha256: 'c'.repeat(64), der: 'MAA=', error: 'broken' }] });
  assert.deepEqual(listExpiries([broken], asOf), []);
  assert.match(drawTimeLine([], at).markup, /No certificate was seen/);
});
