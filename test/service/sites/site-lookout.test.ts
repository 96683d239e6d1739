import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseBrokerUrl } from '../../../src/sites/broker-url.ts';
import type { SiteState } from '../../../src/sites/contract.ts';
import { createSiteLookout, type ScheduledSites } from '../../../src/service/sites/site-lookout.ts';
import { siteMetrics } from '../../../src/service/sites/site-metrics.ts';
import { createSimulatedClock } from '../simulated-clock.ts';

/** Brokers by their port, with the sites that they know; a port that is not there is out of reach. */
function lookoutOn(knownSites: Readonly<Record<string, readonly string[]>> = {}) {
  const clock = createSimulatedClock('2027-02-01T00:00:00.000Z');
  const log: string[] = [];
  const states = new Map<string, SiteState>();
  const open = new Set<string>();
  const connected: string[] = [];
  const lookout = createSiteLookout({
    ...{ clock, log: (text) => void log.push(text) },
    knownSites: (schedule) => knownSites[schedule] ?? [],
    loadLooker: async () => (access, onChange) => {
      const { text } = access.url;
      connected.push(text);
      open.add(text);
      setImmediate(onChange);
      return {
        look: async (site) => states.get(`${text} ${site}`),
        trouble: () => ([...states.keys()].some((key) => key.startsWith(text)) ? undefined : 'connect ECONNREFUSED'),
        close: async () => void open.delete(text),
      };
    },
  });
  return { clock, log, states, open, connected, lookout };
}

const url = (port: number): string => `amqp://scanner@127.0.0.1:${port}`;

function broker(port: number, site?: string): ScheduledSites['brokers'][number] {
  const read = parseBrokerUrl(url(port));
  assert.ok(read.ok);
  return { site, access: { url: read.value, password: 'secret' } };
}

const scheduled = (schedule: string, more: Partial<ScheduledSites> = {}): ScheduledSites => ({
  ...{ schedule, brokers: [broker(1)], sites: ['outside'], own: undefined, ...more },
});

/** What is under way is done when the loop has gone round some times. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('a site lives while a worker is connected; what was seen last stays when it is gone, and when its broker is away', async () => {
  const { clock, log, states, lookout } = lookoutOn();
  const after = async (ms: number): Promise<void> =>
    await clock.advanceTo(new Date(clock.now().getTime() + ms).toISOString());
  states.set(`${url(1)} outside`, { workers: 2, waiting: 5 });
  lookout.set([scheduled('contoso'), scheduled('partners')]);
  assert.equal(lookout.status()[0]?.lookedAt, undefined);
  await settle();
  const start = clock.now();
  const [first, ...others] = lookout.status();
  assert.deepEqual(others, []);
  assert.deepEqual(first, {
    ...{ site: 'outside', broker: url(1), schedules: ['contoso', 'partners'] },
    ...{ lookedAt: start, trouble: undefined, workers: 2, waiting: 5, lastSign: start },
  });
  states.set(`${url(1)} outside`, { workers: 0, waiting: 9 });
  await after(30_000);
  await settle();
  assert.deepEqual([lookout.status()[0]?.workers, lookout.status()[0]?.lastSign], [0, start]);
  states.clear();
  await after(30_000);
  await settle();
  const away = lookout.status()[0];
  assert.deepEqual([away?.workers, away?.trouble, away?.lastSign], [undefined, 'connect ECONNREFUSED', start]);
  await after(300_000);
  await settle();
  assert.deepEqual(log, [
    'site outside: workers are connected',
    'site outside: no worker is connected',
    'site outside: its broker is out of reach: connect ECONNREFUSED',
  ]);
  await lookout.stop();
});

test('each site is looked at over the broker that a scan would take, and that of this machine not at all', async () => {
  const { lookout, connected, open } = lookoutOn({ contoso: ['outside', 'inside', 'dmz'] });
  lookout.set([scheduled('contoso', { brokers: [broker(1), broker(2, 'dmz')], own: 'inside' })]);
  await settle();
  assert.deepEqual(
    lookout.status().map(({ site, broker: text }) => [site, text]),
    [
      ['dmz', url(2)],
      ['outside', url(1)],
    ],
  );
  assert.deepEqual(connected.toSorted(), [url(1), url(2)]);
  lookout.set([scheduled('contoso', { brokers: [broker(2, 'dmz')], sites: [] })]);
  await settle();
  assert.deepEqual(
    lookout.status().map(({ site }) => site),
    ['dmz'],
  );
  assert.deepEqual([...open], [url(2)]);
  await lookout.stop();
  assert.equal(open.size, 0);
});

test('without a broker nothing is connected, shown or measured', async () => {
  const { lookout, connected } = lookoutOn({ contoso: ['outside'] });
  lookout.set([scheduled('contoso', { brokers: [] })]);
  await settle();
  assert.deepEqual([lookout.status(), connected], [[], []]);
  assert.ok(siteMetrics(lookout.status()).every(({ series }) => [...series].length === 0));
  await lookout.stop();
});
