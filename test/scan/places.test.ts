import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPlaces, type Place, type PlacesOptions } from '../../src/scan/places.ts';

/** Places for two, patience of 100 ms, and a clock that stands until it is moved. */
function setUp(changes: Partial<PlacesOptions> = {}) {
  const clock = { ms: 0 };
  const places = createPlaces({
    atOnce: 2,
    parked: 2,
    patienceMs: () => 100,
    monotonicMs: () => clock.ms,
    mayEnter: () => true,
    ...changes,
  });
  const enterNow = (): Place => {
    const place = places.enter();
    if (place instanceof Promise) throw new Error('there was no place');
    place.begin();
    return place;
  };
  return { clock, places, enterNow };
}

test('so many enter at once, and the others when one leaves, in the order in which they came', async () => {
  const { places, enterNow } = setUp();
  const first = enterNow();
  enterNow();
  assert.equal(places.hasRoom(), false);
  const entered: string[] = [];
  const waiting = ['third', 'fourth'].map(async (name) => {
    const place = await places.enter();
    entered.push(name);
    return place;
  });
  first.leave();
  const third = await waiting[0];
  assert.deepEqual(entered, ['third']);
  third?.leave();
  await waiting[1];
  assert.deepEqual(entered, ['third', 'fourth']);
  assert.equal(places.taken(), 2);
});

test('the slow ones are parked and make room, the first to begin first; those in time are not', () => {
  const { clock, places, enterNow } = setUp();
  enterNow();
  clock.ms = 99;
  enterNow();
  assert.equal(places.park(), false);
  clock.ms = 100;
  assert.equal(places.park(), true);
  assert.equal(places.park(), false);
  assert.equal(places.hasRoom(), true);
  assert.equal(places.taken(), 2);
  enterNow();
  assert.equal(places.hasRoom(), false);
});

test('parking lets in whoever waits', async () => {
  const { clock, places, enterNow } = setUp();
  enterNow();
  enterNow();
  const third = places.enter();
  clock.ms = 1_000;
  assert.equal(places.park(), true);
  (await third).begin();
  assert.equal(places.taken(), 3);
});

test('only so many are parked; beyond that the slow ones hold their places until a parked one leaves', () => {
  const { clock, places, enterNow } = setUp({ parked: 1 });
  const slow = enterNow();
  enterNow();
  clock.ms = 1_000;
  assert.equal(places.park(), true);
  enterNow();
  clock.ms = 2_000;
  assert.equal(places.park(), false);
  assert.equal(places.hasRoom(), false);
  slow.leave();
  assert.equal(places.hasRoom(), false, 'a parked one frees no place by leaving');
  assert.equal(places.park(), true);
  assert.equal(places.hasRoom(), true);
});

test('who has not begun has no clock: waiting for the rate is no slowness', () => {
  const { clock, places } = setUp();
  const place = places.enter();
  assert.ok(!(place instanceof Promise));
  clock.ms = 10_000;
  assert.equal(places.park(), false);
  place.begin();
  clock.ms = 10_050;
  assert.equal(places.park(), false);
  place.leave();
  assert.equal(places.taken(), 0);
});

test('while nobody may enter, places are kept until somebody asks again', async () => {
  let isOpen = false;
  const { places } = setUp({ mayEnter: () => isOpen });
  assert.equal(places.hasRoom(), false);
  const place = places.enter();
  assert.ok(place instanceof Promise);
  isOpen = true;
  places.admit();
  (await place).leave();
  assert.equal(places.hasRoom(), true);
});
