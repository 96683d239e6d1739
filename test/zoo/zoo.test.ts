import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { Listener } from '../../src/lab/tls-listener.ts';
import { startZoo, type Zoo } from './start-zoo.ts';
import { endpointReportSchema } from '../../src/model/endpoint-report.ts';
import { type EndpointEvent, runAudit } from '../audit/auditing.ts';
import { describeEnding, hasRightEnding } from './describe-ending.ts';
import { neighbourKinds, startNeighbours } from './neighbours.ts';
import { requestForZoo } from './zoo-request.ts';

/** For all hellos to one animal; generous, because the zoo and its visitor share a process and a busy machine. */
const timeoutMs = 8_000;

/** What the audit and the zoo together may add to the process: 150 peers, the largest of which have 16 MiB to say. */
const maxGrowthKib = 400 * 1_024;

const now = new Date();
let zoo: Zoo;
let listeners: readonly Listener[];
let events: ReadonlyMap<string, EndpointEvent>;
let growthKib: number;

before(async () => {
  zoo = await startZoo({ now });
  listeners = await startNeighbours(zoo, now);
  const rssBeforeKib = process.resourceUsage().maxRSS;
  const neighbours = Array.from({ length: 200 }, (_, index) => {
    const place = index % neighbourKinds.length;
    const host = `${neighbourKinds[place]?.kind}-${index}.near.test`;
    return {
      host,
      address: '127.0.0.1',
      port: listeners[place]?.port ?? 0,
      policy: 'tls-server' as const,
      trust: ['zoo'],
    };
  });
  const { endpoints } = await runAudit(requestForZoo(zoo, timeoutMs, neighbours));
  growthKib = process.resourceUsage().maxRSS - rssBeforeKib;
  events = new Map(endpoints.map((event) => [event.report.host, event]));
});

after(async () => {
  await Promise.all([zoo.close(), ...listeners.map((listener) => listener.close())]);
});

test('every animal of the zoo has a name of its own, and is audited', () => {
  assert.equal(new Set(zoo.animals.map(({ name }) => name)).size, zoo.animals.length);
  assert.equal(events.size, zoo.animals.length + 200);
});

test('each animal ends in its own kind of failure, its chain kept and judged where it was seen', () => {
  const wrong = zoo.animals.flatMap((animal) => {
    const { report } = eventOf(animal.name);
    endpointReportSchema.parse(report);
    if (hasRightEnding(animal, report)) return [];
    const failed = report.findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
    return [`${describeEnding(animal, report, 0)}: ${failed.join()}: ${report.failure?.message}`];
  });
  assert.deepEqual(wrong, []);
});

test('no animal brings out a bug of ours', () => {
  const bugs = [...events.values()].flatMap(({ report }) =>
    report.findings
      .filter(({ reason }) => reason === 'internal-error')
      .map(({ message }) => `${report.host}: ${message}`),
  );
  assert.deepEqual(bugs, []);
});

test('where no chain was seen nothing passes and nothing fails', () => {
  for (const { name, ends } of zoo.animals) {
    if (ends.chain > 0) continue;
    const { report } = eventOf(name);
    assert.equal(report.verdict, 'unreachable');
    assert.deepEqual([...new Set(report.findings.map(({ outcome }) => outcome))], ['undetermined'], name);
  }
});

test('a sound chain is found trusted whatever its server did afterwards', () => {
  const spoiled = zoo.animals.filter(({ ends }) => ends.chain > 0 && ends.failure.length > 0);
  assert.ok(spoiled.length >= 10);
  for (const { name } of spoiled) {
    const trust = eventOf(name).report.findings.find(({ check }) => check === 'chain-trust');
    assert.equal(trust?.outcome, 'pass', name);
  }
});

test('a peer that leaves after its chain passes nowhere, and is critical unless it proved its key before', () => {
  const spoiled = zoo.animals.filter(({ ends }) => ends.chain > 0 && ends.failure.length > 0);
  const wrong = spoiled.flatMap(({ name }) => {
    const { verdict, causes } = eventOf(name).report;
    const fault = name.endsWith('-certificate-verify') && name !== 'no-certificate-verify' ? 'early' : 'before-proof';
    const found = causes.filter(({ fault: each }) => each.startsWith('handshake/'));
    const [only] = found;
    const isRight =
      verdict === 'fail' &&
      found.length === 1 &&
      only?.fault === `handshake/ended-${fault}` &&
      only.severity === (fault === 'early' ? 'error' : 'critical');
    return isRight ? [] : [`${name}: ${verdict}, ${found.map((each) => `${each.severity} ${each.fault}`).join()}`];
  });
  assert.deepEqual(wrong, []);
});

test('what a peer wrote reaches no message of a failure as it came', () => {
  const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
  assert.doesNotMatch(eventOf('escape-greeting').report.failure?.message ?? '', unsafe);
});

test('two hundred neighbours of the zoo all get their own verdict', () => {
  const wrong = [...events.values()].flatMap(({ report: { host, verdict, failure } }) => {
    const wanted = neighbourKinds.find(({ kind }) => host.endsWith('.near.test') && host.startsWith(`${kind}-`));
    return wanted === undefined || wanted.verdict === verdict ? [] : [`${host}: ${verdict} ${failure?.message}`];
  });
  assert.deepEqual(wrong, []);
});

test('the memory of the process stays bounded', (context) => {
  context.diagnostic(`${Math.round(growthKib / 1_024)} MiB more at the peak`);
  assert.ok(growthKib < maxGrowthKib, `grew by ${growthKib} KiB`);
});

function eventOf(name: string): EndpointEvent {
  const event = events.get(`${name}.zoo.test`);
  assert.ok(event !== undefined, name);
  return event;
}
