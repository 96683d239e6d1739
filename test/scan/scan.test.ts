import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Endpoint, ResolvedEndpoint } from '../../src/model/endpoint.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { endpointId, withAddress } from '../../src/model/endpoint-id.ts';
import { err, ok } from '../../src/model/result.ts';
import { silentObservation } from '../../src/model/silent-observation.ts';
import type { Budget } from '../../src/async/deadlines.ts';
import type * as contract from '../../src/scan/contract.ts';
import * as conductor from '../../src/scan/scan.ts';

type ScanOptions = contract.ScanOptions<EndpointObservation>;
type ScanEvent =
  | ({ readonly kind: 'endpoint' } & contract.ScanResult<EndpointObservation>)
  | Extract<contract.ScanEvent<EndpointObservation>, { kind: 'end' }>;

/** The events of a scan, each result by itself. */
async function* scan(
  ...args: Parameters<typeof conductor.scan<EndpointObservation>>
): AsyncGenerator<ScanEvent, void, undefined> {
  for await (const event of conductor.scan(...args)) {
    if (event.kind === 'end') yield event;
    else for (const result of event.results) yield { kind: 'endpoint', ...result };
  }
}

const now = (): Date => new Date('2026-11-22T12:00:00Z');

function endpoint(host: string, address: string | null = '127.0.0.1'): Endpoint {
  return {
    id: endpointId({ deployment: null, authority: null, role: 'server', host, address, port: 443 }),
    deployment: null,
    virtualServer: null,
    server: null,
    policy: 'tls-server',
    role: 'server',
    host,
    port: 443,
    address,
    serverName: host,
    access: null,
    keyType: null,
    names: { url: null, server: null, proxy: null, externalUrl: null },
    reverseProxyProduct: null,
    trust: [],
    probeWithoutServerName: false,
  };
}

function observe(one: Endpoint): EndpointObservation {
  return {
    schemaVersion: '1.0',
    endpoint: one,
    observedAt: now().toISOString(),
    source: 'network',
    failure: null,
    handshake: null,
    attempts: [],
    certificates: [],
    withoutServerName: null,
  };
}

/** The world of a scan: every name has the addresses of `addresses`, and `answer` decides when an endpoint is done. */
function options(changes: Partial<ScanOptions> = {}): ScanOptions {
  return {
    resolve: async (request) => ok([{ ...request, address: '127.0.0.1' }]),
    collect: async (one) => [observe(one)],
    failureOf: ({ failure }) => failure ?? undefined,
    unresolved: (request, failure) => silentObservation(request, now(), failure),
    concurrency: 4,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    monotonicMs: () => 0,
    ...changes,
  };
}

async function readAll(events: AsyncIterable<ScanEvent>): Promise<readonly ScanEvent[]> {
  const all: ScanEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const ids = (events: readonly ScanEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'endpoint' ? [event.found.endpoint.id] : []));

/** A promise and the key to it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** What hangs for want of an abort fails. */
const bounded = { timeout: 20_000 };

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('every endpoint is collected once, and the end comes last', async () => {
  const requests = Array.from({ length: 25 }, (_, index) => endpoint(`host${index}.test`));
  const events = await readAll(scan(requests, options()));
  assert.deepEqual([...ids(events)].sort(), requests.map(({ id }) => id).sort());
  assert.deepEqual(events.at(-1), { kind: 'end', notAudited: 0 });
});

test(
  'what is seen from elsewhere takes no slot, is not dialed here, and counts as the others do',
  bounded,
  async () => {
    const requests = ['a.test', 'b.test', 'c.test', 'd.test'].map((host) => endpoint(host));
    const { opened, open } = gate();
    const dialed: string[] = [];
    const events = scan(requests, {
      ...options({ concurrency: 1 }),
      collect: async (one) => {
        dialed.push(one.host);
        // Those elsewhere are all open by now, although there is one slot.
        if (dialed.length === 2) open();
        return [observe(one)];
      },
      elsewhere: (request, uniqueId) => {
        if (request.host !== 'a.test' && request.host !== 'c.test') return undefined;
        return opened.then(() => [observe(request), observe({ ...request, id: uniqueId(request.id) })]);
      },
    });
    const all = await readAll(events);
    const [a, b, c, d] = requests.map(({ id }) => id);
    assert.deepEqual(dialed, ['b.test', 'd.test']);
    assert.deepEqual([...ids(all)].sort(), [a, `${a}#2`, b, c, `${c}#2`, d].sort());
    const ordered = all
      .flatMap((event) => (event.kind === 'endpoint' ? [event] : []))
      .sort((x, y) => x.index - y.index);
    assert.deepEqual(
      ordered.map(({ found }) => found.endpoint.host),
      ['a.test', 'a.test', 'b.test', 'c.test', 'c.test', 'd.test'],
    );
    assert.deepEqual(all.at(-1), { kind: 'end', notAudited: 0 });
  },
);

test(
  'an interruption counts what has not come from elsewhere, and no more than 4,096 are asked for at once',
  bounded,
  async () => {
    const controller = new AbortController();
    let asked = 0;
    const requests = Array.from({ length: 5_000 }, (_, index) => endpoint(`host${index}.test`));
    const events = scan(requests, {
      ...options({ signal: controller.signal }),
      elsewhere: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
    });
    setTimeout(() => controller.abort(), 50);
    assert.deepEqual(await readAll(events), [{ kind: 'end', notAudited: 5_000 }]);
    assert.equal(asked, 4_096);
  },
);

test('results come as they finish, and their index restores expansion order', async () => {
  const slow = gate();
  const collect = async (one: ResolvedEndpoint) => {
    if (one.host === 'slow.test') await slow.opened;
    return [observe(one)];
  };
  const events = scan([endpoint('slow.test'), endpoint('fast.test')], options({ collect }));
  const first = await events.next();
  assert.ok(first.value?.kind === 'endpoint' && first.value.found.endpoint.id.includes('fast.test'));
  slow.open();
  const second = await events.next();
  assert.ok(second.value?.kind === 'endpoint' && second.value.index < first.value.index);
  await events.return(undefined);
});

test('never more endpoints are under way than the concurrency, addresses of one name included', async () => {
  let running = 0;
  let most = 0;
  const addresses = Array.from({ length: 9 }, (_, index) => `10.0.0.${index}`);
  const resolve: ScanOptions['resolve'] = async (request) =>
    ok(addresses.map((address) => ({ ...request, id: withAddress(request.id, address), address })));
  const collect = async (one: ResolvedEndpoint) => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    return [observe(one)];
  };
  const requests = Array.from({ length: 5 }, (_, index) => endpoint(`host${index}.test`, null));
  const events = await readAll(scan(requests, options({ resolve, collect, concurrency: 3 })));
  assert.equal(most, 3);
  const inOrder = events
    .flatMap((event) => (event.kind === 'endpoint' ? [event] : []))
    .sort((a, b) => a.index - b.index)
    .map(({ found }) => found.endpoint.id);
  assert.deepEqual(
    inOrder,
    requests.flatMap(({ id }) => addresses.map((address) => withAddress(id, address))),
  );
});

test('requests are pulled only as fast as they are dialed', async () => {
  let pulled = 0;
  async function* requests(): AsyncGenerator<Endpoint> {
    for (;;) {
      pulled += 1;
      yield endpoint(`host${pulled}.test`);
    }
  }
  const stuck = gate();
  const collect = async (one: ResolvedEndpoint) => {
    await stuck.opened;
    return [observe(one)];
  };
  const events = scan(requests(), options({ collect, concurrency: 3 }));
  const first = events.next();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  assert.equal(pulled, 3);
  stuck.open();
  await first;
  await events.return(undefined);
});

test('dialling stops while the reader does not read', async () => {
  let collected = 0;
  const collect = async (one: ResolvedEndpoint) => {
    collected += 1;
    return [observe(one)];
  };
  const requests = Array.from({ length: 1_000 }, (_, index) => endpoint(`host${index}.test`));
  const events = scan(requests, options({ collect, concurrency: 5 }));
  await events.next();
  for (let turns = 0; turns < 50; turns += 1) await turn();
  assert.ok(collected <= 15, `${collected} were dialed`);
  await events.return(undefined);
});

test('a name without addresses is one observation that failed at stage dns', async () => {
  const failure = { stage: 'dns', kind: 'not-found', message: 'no.test does not exist in DNS.' } as const;
  const events = await readAll(scan([endpoint('no.test', null)], options({ resolve: async () => err(failure) })));
  const [first] = events;
  assert.ok(first?.kind === 'endpoint');
  assert.equal(first.found.endpoint.id, '-|-/server/no.test@-:443');
  assert.deepEqual(first.found.failure, failure);
});

test(
  'the deadline of an endpoint covers its name and its connections, and ends with a TimeoutError',
  bounded,
  async () => {
    const reasons: string[] = [];
    const untilAborted = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          reasons.push((signal.reason as Error).name);
          resolve();
        });
      });
    const resolve: ScanOptions['resolve'] = async (_, signal) => {
      await untilAborted(signal);
      return err({ stage: 'dns', kind: 'timeout', message: '' });
    };
    const collect = async (one: ResolvedEndpoint, budget: Budget) => {
      await untilAborted(budget.signal);
      return [observe(one)];
    };
    const requests = [endpoint('slow-name.test', null), endpoint('slow-peer.test')];
    const events = await readAll(scan(requests, options({ resolve, collect, timeoutMs: 5 })));
    assert.equal(ids(events).length, 2);
    assert.deepEqual(reasons, ['TimeoutError', 'TimeoutError']);
  },
);

test('what name resolution took is gone from the time of the endpoint', async () => {
  let clock = 0;
  const budgets: number[] = [];
  const resolve: ScanOptions['resolve'] = async (request) => {
    clock += 400;
    return ok([{ ...request, address: '10.0.0.1' }]);
  };
  const collect = async (one: ResolvedEndpoint, { timeoutMs }: Budget) => {
    budgets.push(timeoutMs);
    return [observe(one)];
  };
  await readAll(
    scan([endpoint('www.test', null)], options({ resolve, collect, timeoutMs: 1_000, monotonicMs: () => clock })),
  );
  assert.deepEqual(budgets, [600]);
});

test('an interruption drops what is under way and counts what was not audited', bounded, async () => {
  const controller = new AbortController();
  const collect = async (one: ResolvedEndpoint, { signal }: Budget) => {
    if (one.host === 'host0.test') return [observe(one)];
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    assert.equal((signal.reason as Error).name, 'AbortError');
    return [observe(one)];
  };
  const requests = Array.from({ length: 100 }, (_, index) => endpoint(`host${index}.test`));
  const events = scan(requests, options({ collect, signal: controller.signal }));
  const first = await events.next();
  assert.equal(first.value?.kind, 'endpoint');
  controller.abort();
  assert.deepEqual(await readAll(events), [{ kind: 'end', notAudited: 99 }]);
});

test('how many an interruption leaves out of a stream is unknown', async () => {
  const controller = new AbortController();
  async function* requests(): AsyncGenerator<Endpoint> {
    yield endpoint('host0.test');
    await new Promise(() => undefined);
  }
  const events = scan(requests(), options({ signal: controller.signal }));
  await events.next();
  controller.abort();
  assert.deepEqual(await readAll(events), [{ kind: 'end', notAudited: null }]);
});

test('two requests that turn out to be one address keep ids of their own', async () => {
  const events = await readAll(
    scan(
      [endpoint('www.test'), endpoint('www.test', null)],
      options({
        resolve: async (request) =>
          ok([{ ...request, id: withAddress(request.id, '127.0.0.1'), address: '127.0.0.1' }]),
      }),
    ),
  );
  assert.deepEqual([...ids(events)].sort(), [
    '-|-/server/www.test@127.0.0.1:443',
    '-|-/server/www.test@127.0.0.1:443#2',
  ]);
});

test('a source that fails ends the scan with its error', async () => {
  async function* requests(): AsyncGenerator<Endpoint> {
    yield endpoint('host0.test');
    throw new Error('line 2 is broken');
  }
  await assert.rejects(readAll(scan(requests(), options())), /line 2 is broken/);
});

test(
  'healthy endpoints all finish while five times as many silent ones as there are slots are still held open',
  bounded,
  async () => {
    const silence = gate();
    const isSilent = (host: string): boolean => Number(/\d+/.exec(host)) % 6 === 0;
    let held = 0;
    const collect = async (one: ResolvedEndpoint) => {
      if (isSilent(one.host)) {
        held += 1;
        await silence.opened;
        held -= 1;
      }
      return [observe(one)];
    };
    const requests = Array.from({ length: 120 }, (_, index) => endpoint(`host${index}.test`));
    // A clock on which everything takes long: how long in truth does not matter.
    let clock = 0;
    const monotonicMs = (): number => {
      clock += 1_000;
      return clock;
    };
    const events = scan(requests, options({ collect, monotonicMs, concurrency: 4, slow: 20 }));
    for (let count = 0; count < 100; count += 1) {
      const { value } = await events.next();
      assert.ok(value?.kind === 'endpoint' && !isSilent(value.found.endpoint.host));
    }
    assert.equal(held, 20);
    silence.open();
    const rest = await readAll(events);
    assert.equal(ids(rest).length, 20);
    assert.deepEqual(rest.at(-1), { kind: 'end', notAudited: 0 });
  },
);

test(
  'no more endpoints are under way at an address than it may have, and those elsewhere do not wait for them',
  bounded,
  async () => {
    const stuck = gate();
    const collected: string[] = [];
    const collect = async (one: ResolvedEndpoint) => {
      collected.push(one.host);
      if (one.address === '10.0.0.1') await stuck.opened;
      return [observe(one)];
    };
    const busy = Array.from({ length: 50 }, (_, index) => endpoint(`busy${index}.test`, '10.0.0.1'));
    const idle = Array.from({ length: 50 }, (_, index) => endpoint(`idle${index}.test`, '10.0.0.2'));
    const events = scan([...busy, ...idle], options({ collect, perAddress: () => 2 }));
    for (let count = 0; count < 50; count += 1) {
      const { value } = await events.next();
      assert.ok(value?.kind === 'endpoint' && value.found.endpoint.host.startsWith('idle'));
    }
    assert.deepEqual(
      collected.filter((host) => host.startsWith('busy')),
      ['busy0.test', 'busy1.test'],
    );
    stuck.open();
    assert.equal(ids(await readAll(events)).length, 50);
  },
);

test('no more endpoints of a host are under way than it may have, whatever their addresses', async () => {
  let running = 0;
  let most = 0;
  const collect = async (one: ResolvedEndpoint) => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    return [observe(one)];
  };
  const requests = Array.from({ length: 12 }, (_, index) => endpoint('www.test', `10.0.0.${index}`));
  const events = await readAll(scan(requests, options({ collect, perHost: 2 })));
  assert.equal(most, 2);
  assert.equal(ids(events).length, 12);
});

/** Fails the given number of times, then answers. */
function failing(times: number, kind: 'reset' | 'refused' | 'timeout') {
  const tries: number[] = [];
  const collect: ScanOptions['collect'] = async (one, { earlierTries }) => {
    tries.push(earlierTries);
    const failure = { stage: 'tls', kind, message: '' } as const;
    return [tries.length <= times ? { ...observe(one), failure } : observe(one)];
  };
  return { tries, collect };
}

test('what may pass is tried again until it does, and each try knows how many came before', async () => {
  const { tries, collect } = failing(2, 'reset');
  const [first] = await readAll(
    scan([endpoint('www.test')], options({ collect, retry: { times: 5, waitMs: () => 0 } })),
  );
  assert.deepEqual(tries, [0, 1, 2]);
  assert.ok(first?.kind === 'endpoint');
  assert.equal(first.found.failure, null);
});

test('nothing is tried more often than asked for, and the last failure stands', async () => {
  const { tries, collect } = failing(9, 'timeout');
  const waits: number[] = [];
  const waitMs = (number: number): number => {
    waits.push(number);
    return 0;
  };
  const events = await readAll(scan([endpoint('www.test')], options({ collect, retry: { times: 2, waitMs } })));
  assert.deepEqual(tries, [0, 1, 2]);
  assert.deepEqual(waits, [1, 2]);
  assert.ok(events[0]?.kind === 'endpoint' && events[0].found.failure?.kind === 'timeout');
  assert.equal(events.length, 2);
});

test('a refusal is an answer and is not tried again', async () => {
  const { tries, collect } = failing(9, 'refused');
  await readAll(scan([endpoint('www.test')], options({ collect, retry: { times: 2, waitMs: () => 0 } })));
  assert.deepEqual(tries, [0]);
});

test('a name that DNS could not answer for is asked for again, one that does not exist is not', async () => {
  const asked: string[] = [];
  const resolve: ScanOptions['resolve'] = async (request) => {
    asked.push(request.host);
    const kind = request.host === 'none.test' ? 'not-found' : 'dns-error';
    if (asked.length < 4) return err({ stage: 'dns', kind, message: '' });
    return ok([{ ...request, address: '127.0.0.1' }]);
  };
  const retry = { times: 5, waitMs: () => 0 };
  const requests = [endpoint('none.test', null), endpoint('late.test', null)];
  const events = await readAll(scan(requests, options({ resolve, retry, concurrency: 1 })));
  assert.deepEqual(asked, ['none.test', 'late.test', 'late.test', 'late.test']);
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'endpoint' ? [event.found.failure?.kind ?? 'answered'] : [])),
    ['not-found', 'answered'],
  );
});

test('waiting for another try holds no slot', async () => {
  const collected: string[] = [];
  const collect: ScanOptions['collect'] = async (one, { earlierTries }) => {
    collected.push(`${one.host} ${earlierTries}`);
    const failure = { stage: 'tcp', kind: 'timeout', message: '' } as const;
    return [one.host === 'late.test' && earlierTries === 0 ? { ...observe(one), failure } : observe(one)];
  };
  const requests = ['late.test', 'one.test', 'two.test', 'three.test'].map((host) => endpoint(host));
  const retry = { times: 1, waitMs: () => 20 };
  await readAll(scan(requests, options({ collect, retry, concurrency: 1 })));
  assert.deepEqual(collected, ['late.test 0', 'one.test 0', 'two.test 0', 'three.test 0', 'late.test 1']);
});

test('an interruption ends the wait for another try, and the endpoint counts as not audited', async () => {
  const controller = new AbortController();
  const { collect } = failing(9, 'reset');
  const waitMs = (): number => {
    setImmediate(() => controller.abort());
    return 3_600_000;
  };
  const events = await readAll(
    scan([endpoint('www.test')], options({ collect, retry: { times: 1, waitMs }, signal: controller.signal })),
  );
  assert.deepEqual(events, [{ kind: 'end', notAudited: 1 }]);
});

test('an endpoint that keeps the process busy costs its neighbours none of their time', async () => {
  const collect = async (one: ResolvedEndpoint, { signal }: Budget) => {
    if (one.host === 'busy.test') {
      await turn();
      const startedMs = performance.now();
      while (performance.now() - startedMs < 1_200);
      return [observe(one)];
    }
    // An answer of two steps, each of which takes a moment of the server's.
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
    const outOfTime = new Promise<'timeout'>((resolve) => signal.addEventListener('abort', () => resolve('timeout')));
    const outcome = await Promise.race([outOfTime, pause().then(pause)]);
    const failure = { stage: 'tls', kind: 'timeout', message: 'The time is up.' } as const;
    return [{ ...observe(one), failure: outcome === 'timeout' ? failure : null }];
  };
  const hosts = ['healthy-1.test', 'busy.test', 'healthy-2.test', 'healthy-3.test'];
  const events = await readAll(
    scan(
      hosts.map((host) => endpoint(host)),
      options({ collect, timeoutMs: 500 }),
    ),
  );
  const failed = events.flatMap((event) => (event.kind === 'endpoint' && event.found.failure !== null ? [event] : []));
  assert.deepEqual(failed, []);
});

test('results that come while the reader is busy with others are not lost, the last ones least of all', async () => {
  const late = gate();
  const collect = async (one: ResolvedEndpoint) => {
    if (one.host !== 'host0.test') await late.opened;
    return [observe(one)];
  };
  const requests = Array.from({ length: 4 }, (_, index) => endpoint(`host${index}.test`));
  const events = conductor.scan(requests, options({ collect }));
  const first = await events.next();
  assert.ok(first.value?.kind === 'results' && first.value.results.length === 1);
  late.open();
  for (let turns = 0; turns < 5; turns += 1) await turn();
  const second = await events.next();
  assert.ok(second.value?.kind === 'results' && second.value.results.length === 3);
  assert.deepEqual((await events.next()).value, { kind: 'end', notAudited: 0 });
  assert.equal((await events.next()).done, true);
});

test('no more than 4,096 endpoints are taken from the source to wait for their address', async () => {
  let taken = 0;
  function* requests(): Generator<Endpoint> {
    for (; taken < 6_000; taken += 1) yield endpoint(`host${taken}.test`);
  }
  const stuck = gate();
  const collect = async (one: ResolvedEndpoint) => {
    await stuck.opened;
    return [observe(one)];
  };
  const events = scan(requests(), options({ collect, perAddress: () => 1 }));
  const first = events.next();
  await turn();
  assert.ok(taken >= 4_096 && taken < 4_200, `${taken} were taken`);
  stuck.open();
  await first;
  await events.return(undefined);
});
