import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createCauseLog } from '../../../src/evaluate/causes/merge-causes.ts';
import { type Cause, causeSchema } from '../../../src/model/cause.ts';
import { causeOf, waiver } from './cause.ts';

function merged(causes: readonly Cause[], bounds?: Parameters<typeof createCauseLog>[0]): readonly Cause[] {
  const log = createCauseLog(bounds);
  for (const cause of causes) log.add([cause]);
  for (const cause of log.causes()) causeSchema.parse(cause);
  return log.causes();
}

test('one cause on several endpoints is one, with all places and endpoints once, its findings counted', () => {
  const [cause, ...others] = merged([causeOf('1'), causeOf('2'), causeOf('1', { findings: 1 })]);
  assert.deepEqual(others, []);
  assert.deepEqual(cause?.endpoints, ['1', '2']);
  assert.deepEqual(cause?.places, ['place of 1', 'place of 2']);
  assert.equal(cause?.findings, 5);
  assert.equal(cause?.endpointsOmitted, undefined);
});

test('what to do is told by who compared the endpoints, if the cause shows on none beside them', () => {
  const command = 'certmuster plan targets.json';
  const across = causeOf('2', { remedy: 'Install the new one here.', findings: 1 });
  const unchanged = causeOf('2', { command, findings: 1 });
  assert.equal(merged([causeOf('2')])[0]?.remedy, 'Renew it.');
  for (const [met, told] of [
    [['2'], ['Install the new one here.', null]],
    [
      ['1', '2'],
      ['Renew it.', command],
    ],
  ] as const) {
    const log = createCauseLog();
    for (const [index, id] of met.entries()) log.add([causeOf(id, { command })], index);
    log.add([across, unchanged]);
    assert.deepEqual(
      log.causes().map((cause) => [cause.remedy, cause.command]),
      [told],
    );
  }
});

test('it has the worst severity of all', () => {
  for (const order of [
    ['warning', 'critical', 'info'],
    ['critical', 'info', 'warning'],
  ] as const) {
    const [cause] = merged(order.map((severity, index) => causeOf(String(index), { severity })));
    assert.equal(cause?.severity, 'critical');
  }
});

test('causes are told worst first, equally bad ones in the order they were met', () => {
  const causes = merged([
    causeOf('1', { key: 'a', severity: 'warning' }),
    causeOf('1', { key: 'b', severity: 'critical' }),
    causeOf('1', { key: 'c', severity: 'warning' }),
    causeOf('2', { key: 'c', severity: 'error' }),
    causeOf('2', { key: 'd', severity: 'warning' }),
  ]);
  assert.deepEqual(
    causes.map(({ key }) => key),
    ['b', 'c', 'a', 'd'],
  );
});

test('the order in which endpoints end changes nothing: what comes first goes by index', () => {
  const met = [
    { index: 7, cause: causeOf('7', { key: 'b', title: 'late' }) },
    { index: 3, cause: causeOf('3', { key: 'b', title: 'early' }) },
    { index: 5, cause: causeOf('5', { key: 'a' }) },
    { index: 9, cause: causeOf('9', { key: 'b', title: 'late', places: ['place of 3', 'place of 9'] }) },
  ];
  const tell = (order: typeof met) => {
    const log = createCauseLog();
    for (const { cause, index } of order) log.add([cause], index);
    log.add([causeOf('across', { key: 'c' })]);
    return log.causes();
  };
  const [first, second, third] = tell(met);
  assert.deepEqual([first?.key, first?.title, first?.endpoints], ['b', 'early (and 1 more like it)', ['3', '7', '9']]);
  assert.deepEqual(first?.places, ['place of 3', 'place of 7', 'place of 9']);
  assert.deepEqual([second?.key, third?.key], ['a', 'c']);
  assert.deepEqual(tell(met.toReversed()), tell(met));
  const both = [causeOf('1', { key: 'a' }), causeOf('1', { key: 'b' })];
  const log = createCauseLog();
  log.add([causeOf('2', { key: 'b' }), causeOf('2', { key: 'a' })], 2);
  log.add(both, 1);
  assert.deepEqual(
    log.causes().map(({ key }) => key),
    ['a', 'b'],
  );
});

test('a cause whose title differs everywhere keeps a hundred of them', () => {
  const [cause] = merged(Array.from({ length: 5_000 }, (_, index) => causeOf('1', { title: `No ${index}` })));
  assert.equal(cause?.title, 'No 0 (and at least 100 more like it)');
});

test('what is waived on one endpoint and not on another is two causes, and so is what two waivers accept', () => {
  const causes = merged([
    causeOf('1', { waiver }),
    causeOf('2'),
    causeOf('3', { waiver }),
    causeOf('4', { waiver: { ...waiver, until: '2027-04-01' } }),
  ]);
  assert.deepEqual(
    causes.map((cause) => [cause.endpoints, cause.waiver?.until]),
    [
      [['1', '3'], '2027-03-31'],
      [['2'], undefined],
      [['4'], '2027-04-01'],
    ],
  );
});

test('titles that differ are counted, the first is shown', () => {
  const titles = ['A lacks x', 'A lacks x and y', 'A lacks x', 'A lacks z'];
  const [cause] = merged(titles.map((title, index) => causeOf(String(index), { title })));
  assert.equal(cause?.title, 'A lacks x (and 2 more like it)');
});

test('beyond the bound endpoints are counted, each cause still with a place', () => {
  const causes = merged(
    [
      causeOf('1'),
      causeOf('2'),
      causeOf('3'),
      causeOf('1'),
      causeOf('4', { key: 'other' }),
      causeOf('5', { key: 'other' }),
    ],
    { listed: 2 },
  );
  assert.deepEqual(
    causes.map(({ endpoints, endpointsOmitted, places, findings }) => [endpoints, endpointsOmitted, places, findings]),
    [
      [['1', '2'], 1, ['place of 1', 'place of 2'], 8],
      [[], 2, ['place of 4'], 4],
    ],
  );
});

test('beyond the bound further causes are only counted, known ones still grow', () => {
  const log = createCauseLog({ causes: 2 });
  for (const key of ['a', 'b', 'c', 'a', 'd']) log.add([causeOf(key, { key })]);
  assert.deepEqual(
    log.causes().map(({ key, findings }) => [key, findings]),
    [
      ['a', 4],
      ['b', 2],
    ],
  );
  assert.equal(log.leftOut(), 2);
});

test('a million endpoints of one cause keep only as many as are listed', () => {
  const log = createCauseLog({ listed: 100 });
  for (let index = 0; index < 1_000_000; index += 1) log.add([causeOf(String(index))]);
  const [cause] = log.causes();
  assert.deepEqual([cause?.endpoints.length, cause?.places.length, cause?.endpointsOmitted], [100, 100, 999_900]);
  assert.equal(cause?.findings, 2_000_000);
});
