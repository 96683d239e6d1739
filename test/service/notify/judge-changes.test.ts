import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createListener, rulesOf, standing } from './changes.ts';

const day = (count: number, time = '03:00'): string => `2027-02-${String(count).padStart(2, '0')}T${time}:00.000Z`;

test('new is told once, fixed is told once, and nothing while nothing changes', () => {
  const channel = createListener(rulesOf());
  assert.deepEqual(channel.run(day(1), [standing('a')]), ['new a']);
  assert.deepEqual(channel.run(day(2), [standing('a')]), []);
  assert.deepEqual(channel.run(day(3), []), ['fixed a']);
  assert.deepEqual(channel.run(day(4), []), []);
});

test('what stands when a channel first hears of a schedule is one summary; nothing is no message', () => {
  const channel = createListener(rulesOf(), { hasBaseline: false });
  assert.deepEqual(channel.run(day(1), [standing('a'), standing('b')]), ['baseline', 'new a', 'new b']);
  assert.deepEqual(channel.run(day(2), [standing('a'), standing('b'), standing('c')]), ['new c']);
  const sound = createListener(rulesOf(), { hasBaseline: false });
  assert.deepEqual(sound.run(day(1), []), []);
  assert.deepEqual(sound.run(day(2), [standing('a')]), ['new a']);
});

test('worse is told with what was before; less severe is not told', () => {
  const channel = createListener(rulesOf());
  channel.run(day(1), [standing('a', { severity: 'warning' })]);
  assert.deepEqual(channel.run(day(2), [standing('a', { severity: 'critical', since: day(2) })]), ['worse a']);
  assert.equal(channel.told.get('a')?.change.severityBefore, 'warning');
  assert.deepEqual(channel.run(day(3), [standing('a', { severity: 'warning', since: day(3) })]), []);
});

test('a severity that goes up and down within a day is told once; after a day of the lower one it counts as new again', () => {
  const channel = createListener(rulesOf());
  const at = (time: string, severity: 'warning' | 'error') =>
    channel.run(day(1, time), [standing('a', { severity, since: day(1, time) })]);
  assert.deepEqual(at('03:00', 'error'), ['new a']);
  for (const hour of ['04', '06', '08']) {
    assert.deepEqual(at(`${hour}:00`, 'warning'), []);
    assert.deepEqual(at(`${hour}:30`, 'error'), []);
  }
  const low = standing('a', { severity: 'warning', since: day(2) });
  assert.deepEqual([channel.run(day(2), [low]), channel.run(day(3), [low])], [[], []]);
  assert.deepEqual(channel.run(day(4), [standing('a', { severity: 'error', since: day(4) })]), ['worse a']);
});

test('waived causes are not told; one that is waived later is forgotten in silence; a waiver that ends is told', () => {
  const channel = createListener(rulesOf());
  assert.deepEqual(channel.run(day(1), [standing('a', { waived: true }), standing('b')]), ['new b']);
  assert.deepEqual(channel.run(day(2), [standing('a', { waived: true }), standing('b', { waived: true })]), []);
  const back = { before: { severity: 'error', waived: true } } as const;
  assert.deepEqual(channel.run(day(3), [standing('a', back), standing('b', back)]), ['new a', 'new b']);
  assert.equal(channel.told.get('a')?.change.waiverEnded, true);
});

test('below the least severity nothing is told, and what rises above it is worse', () => {
  const channel = createListener(rulesOf({ minimumSeverity: 'error' }));
  assert.deepEqual(channel.run(day(1), [standing('a', { severity: 'warning' })]), []);
  const risen = standing('a', { before: { severity: 'warning', waived: false } });
  assert.deepEqual(channel.run(day(2), [risen]), ['worse a']);
  assert.deepEqual(channel.run(day(3), [standing('a', { severity: 'info' })]), []);
  assert.deepEqual(channel.run(day(4), []), []);
});

test('each threshold of days is told once, when it is crossed: last < threshold <= now', () => {
  const channel = createListener(rulesOf({ thresholds: [14, 7, 1] }));
  const soon = standing('a', { fault: 'expiry-margin/expires-soon', notAfter: '2027-02-20T03:00:00.000Z' });
  const told = Array.from({ length: 20 }, (_, index) => channel.run(day(index + 1), [soon]));
  const days = told.flatMap((each, index) => each.map((text) => `${text} with ${19 - index} days left`));
  assert.deepEqual(days, [
    'new a with 19 days left',
    'threshold a with 14 days left',
    'threshold a with 7 days left',
    'threshold a with 1 days left',
  ]);
});

test('thresholds that were jumped over, as nothing ran meanwhile, are told once: the lowest', () => {
  const channel = createListener(rulesOf());
  const soon = standing('a', { fault: 'expiry-margin/expires-soon', notAfter: '2027-02-26T03:00:00.000Z' });
  channel.run(day(1), [soon]);
  assert.deepEqual(channel.run(day(24), [soon]), ['threshold a']);
  assert.equal(channel.told.get('a')?.change.threshold, 3);
});

test('an endpoint that does not answer any more: days are counted on, and that it has expired is told, whatever the thresholds', () => {
  const seen = {
    ...{ fault: 'expiry-margin/expires-soon', notAfter: '2027-02-20T03:00:00.000Z' },
    title: 'im.contoso.com expires in 17 days, on 2027-02-20',
  };
  for (const [thresholds, expected] of [
    [[7], ['new 1', 'threshold 12', 'threshold 20']],
    [[], ['new 1', 'threshold 20']],
  ] as const) {
    const channel = createListener(rulesOf({ thresholds }));
    const told = Array.from({ length: 26 }, (_, index) => {
      const told = channel.run(day(index + 1, '03:01'), [standing('a', { ...seen, isFresh: index < 3 })]);
      if (index === 12)
        assert.equal(channel.told.get('a')?.change.title, 'im.contoso.com expires in 6 days, on 2027-02-20');
      return told;
    });
    assert.deepEqual(
      told.flatMap((each, index) => each.map((text) => `${text.replace(' a', '')} ${index + 1}`)),
      expected,
    );
    assert.equal(channel.told.get('a')?.change.title, 'im.contoso.com expired on 2027-02-20');
  }
});

test('a threshold is about the end of a certificate, not about whatever else is wrong with it', () => {
  const channel = createListener(rulesOf());
  const other = standing('a', { fault: 'key-strength/weak', notAfter: '2027-02-10T03:00:00.000Z' });
  channel.run(day(1), [other]);
  assert.deepEqual(channel.run(day(9), [other]), []);
});

test('only what is asked for is told, and what is not is known all the same', () => {
  const channel = createListener(rulesOf({ on: ['new'] }));
  channel.run(day(1), [standing('a')]);
  assert.deepEqual(channel.run(day(3), []), []);
  assert.deepEqual(channel.run(day(9), [standing('a')]), ['new a']);
});

test('flapping: told as new, fixed and back, then not at all until it has been gone for a day', () => {
  const channel = createListener(rulesOf());
  const told: string[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const time = `${String(hour).padStart(2, '0')}:00`;
    told.push(...channel.run(day(1, time), hour % 2 === 0 ? [standing('a')] : []));
  }
  assert.deepEqual(told, ['new a', 'fixed a', 'back a']);
  assert.deepEqual(channel.run(day(2, '12:00'), []), []);
  assert.deepEqual(channel.run(day(3, '00:00'), []), ['fixed a']);
  assert.deepEqual(channel.run(day(5), [standing('a')]), ['new a']);
});

test('reminders only if asked, in days of a daily schedule that is some minutes early', () => {
  const silent = createListener(rulesOf());
  const reminded = createListener(rulesOf({ remindAfterMs: 7 * 86_400_000 }));
  const told = Array.from({ length: 16 }, (_, index) => {
    const at = day(index + 1, index % 2 === 0 ? '03:10' : '03:00');
    assert.deepEqual(silent.run(at, [standing('a')]), index === 0 ? ['new a'] : []);
    return reminded.run(at, [standing('a')]);
  });
  assert.deepEqual(
    told.flatMap((each, index) => each.map((text) => `${text} on ${index + 1}`)),
    ['new a on 1', 'reminder a on 8', 'reminder a on 15'],
  );
});

const nights = { from: 22 * 60, to: 6 * 60, timeZone: 'UTC', except: 'critical' } as const;

test('quiet hours: the worst at once, the rest afterwards if it still holds, and nothing of what came and went', () => {
  const channel = createListener(rulesOf({ quietHours: nights }));
  const worst = standing('c', { severity: 'critical' });
  assert.deepEqual(channel.run(day(1, '23:00'), [standing('a'), standing('b'), worst]), ['new c']);
  assert.deepEqual(channel.run(day(2, '01:00'), [standing('b'), worst]), []);
  assert.ok(channel.isHeld());
  assert.deepEqual(channel.review(day(2, '06:00')), ['new b']);
  assert.ok(!channel.isHeld());
  assert.deepEqual(channel.run(day(2, '23:00'), [worst]), []);
  assert.deepEqual(channel.run(day(3, '02:00'), [standing('b'), worst]), []);
  assert.deepEqual(channel.review(day(3, '06:00')), []);
});

test('quiet hours: what stands at first waits as a whole, unless the worst of it is urgent', () => {
  const channel = createListener(rulesOf({ quietHours: nights }), { hasBaseline: false });
  assert.deepEqual(channel.run(day(1, '23:00'), [standing('a'), standing('b')]), []);
  assert.deepEqual(channel.review(day(2, '06:00')), ['baseline', 'new a', 'new b']);
  const urgent = createListener(rulesOf({ quietHours: nights }), { hasBaseline: false });
  const causes = [standing('a'), standing('c', { severity: 'critical' })];
  assert.deepEqual(urgent.run(day(1, '23:00'), causes), ['baseline', 'new c', 'new a']);
});

test('a receiver that keeps the state of causes hears of every end of one, and of no threshold, reminder or baseline', () => {
  const channel = createListener(rulesOf({ keepsState: true, on: ['new'], remindAfterMs: 1 }), { hasBaseline: false });
  const soon = standing('a', { fault: 'expiry-margin/expires-soon', notAfter: '2027-02-20T03:00:00.000Z' });
  assert.deepEqual(channel.run(day(1), [soon, standing('b'), standing('c')]), ['new a', 'new b', 'new c']);
  assert.deepEqual(channel.run(day(7), [soon, standing('b', { severity: 'warning' }), standing('c')]), ['lower b']);
  assert.deepEqual(channel.run(day(9), [soon, standing('c', { waived: true })]), ['accepted c', 'fixed b']);
});
