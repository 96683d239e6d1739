import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';

import { createJudge } from '../../../src/evaluate/create-judge.ts';
import type { Presentation } from '../../../src/lab/tls-listener.ts';
import type { EndpointObservation } from '../../../src/model/endpoint-observation.ts';
import { type EndpointReport, endpointReportSchema } from '../../../src/model/endpoint-report.ts';
import type { HelloProfile } from '../../../src/model/vocabulary.ts';
import { contextWith } from '../../evaluate/context.ts';
import { alert, certificateMessage, handshake, serverHello, serverHelloDone } from '../../zoo/server-messages.ts';
import { Visit } from '../../zoo/visit.ts';
import { collect, endpointAt } from '../collecting.ts';
import { createPresenter, ders } from '../presentations.ts';
import { type Ending, endings, type Stage, stages } from './stages.ts';

/** For all hellos to one server: ample, and for servers that end in silence, which take all of it: the last hello has a sixteenth. */
const timeoutsMs = { ample: 20_000, silent: 8_000 };

const running: (() => void)[] = [];
let presentation: Presentation;
/** The anchor: but for its ending, nothing is wrong with what is presented. */
let issuer: Uint8Array;
before(async () => {
  presentation = await (await createPresenter())('p-256');
  issuer = (presentation.chain[1] as (typeof presentation.chain)[number]).der;
});
after(() => {
  for (const stop of running) stop();
});

async function serve(behave: (visit: Visit) => Promise<unknown>): Promise<{ readonly port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    behave(new Visit(socket)).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port };
}

interface Audited {
  readonly observation: EndpointObservation;
  readonly report: EndpointReport;
}

async function audit(
  { isSilent }: Pick<Ending, 'isSilent'>,
  behave: (visit: Visit) => Promise<unknown>,
): Promise<Audited> {
  const timeoutMs = timeoutsMs[isSilent ? 'silent' : 'ample'];
  const trust = [{ list: null, stores: ['contoso'] }];
  const observation = await collect(endpointAt(await serve(behave), { trust }), {}, timeoutMs);
  const context = contextWith([issuer], { now: new Date() });
  const report = createJudge(context).evaluateEndpoint(observation);
  endpointReportSchema.parse(report);
  return { observation, report };
}

/** Ends as told at the stage, for each hello that leads to it; every other hello gets a FIN. */
async function endAt(stage: Stage, ending: Ending, visit: Visit): Promise<unknown> {
  const said = stage.say(await visit.hello(), presentation);
  return said === undefined ? visit.finish() : ending.end(visit, said);
}

/** What is wrong with how an audit of a broken handshake ended; empty: nothing. */
function faultsOf(stage: Stage, { observation, report }: Audited): readonly string[] {
  const { failure, attempts, certificates } = observation;
  const hasChain = certificates.length > 0;
  const tried = attempts.map(({ profile }) => profile);
  // Two hellos come in addition, but not to a silent server, nor to one that has chosen something.
  const additional = tried.filter((profile) => profile === 'rare' || profile === 'tls12-no-groups');
  const isFinal = hasChain || failure?.kind === 'not-tls';
  const wrong: readonly (readonly [string, boolean])[] = [
    ['neither failure nor a whole flight', failure === null],
    ['a failure without words', !/^[A-Z].{15,}\.$/s.test(failure?.message ?? '')],
    ['a chain that is not the one sent', hasChain && certificates.length !== presentation.chain.length],
    ['the chain lost or made up', hasChain !== stage.chainSeen],
    ['an attempt without its failure', attempts.some((attempt) => attempt.failure === null)],
    ['a hello not tried', !isFinal && tried.length !== 5 + additional.length],
    ['a hello not tried without groups', tried.includes('rare') !== tried.includes('tls12-no-groups')],
    ['a hello too many', isFinal && tried.length !== 1],
    ['a report without the failure', report.failure?.message !== failure?.message],
    ['a verdict that belies it', (report.verdict === 'unreachable') !== !hasChain],
    ['a broken handshake that passes', hasChain && report.verdict !== 'fail'],
    ['causes of its end', JSON.stringify(brokenBy(report)) !== JSON.stringify(causesOf(stage))],
    ['a whole flight', observation.handshake?.flightComplete === true],
  ];
  return wrong.flatMap(([what, holds]) => (holds ? [what] : []));
}

/** What is said of the broken handshake, with its severity. */
function brokenBy({ causes }: EndpointReport): readonly string[] {
  return causes.flatMap(({ fault, severity }) => (fault.startsWith('handshake/') ? [`${severity} ${fault}`] : []));
}

/** One cause beside a chain, none without: what is unreachable has no findings. */
function causesOf({ chainSeen, keyProved }: Stage): readonly string[] {
  if (!chainSeen) return [];
  return [keyProved ? 'error handshake/ended-early' : 'critical handshake/ended-before-proof'];
}

/** Runs a question for each ending at each of the stages, those without silence a stage at a time. Answers what is wrong. */
async function askAll(
  some: readonly Stage[],
  ask: (stage: Stage, ending: Ending) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const stage of some) {
    const loud = endings.filter(({ isSilent }) => isSilent !== true);
    wrong.push(...(await Promise.all(loud.map((ending) => ask(stage, ending)))).flat());
  }
  const silent = endings.filter(({ isSilent }) => isSilent === true);
  wrong.push(...(await Promise.all(some.flatMap((stage) => silent.map((ending) => ask(stage, ending))))).flat());
  return wrong;
}

test('every ending at every stage is a failure, told in the report, beside the chain where there was one', async () => {
  const wrong = await askAll(stages, async (stage, ending) => {
    const audited = await audit(ending, (visit) => endAt(stage, ending, visit));
    const faults = faultsOf(stage, audited);
    return faults.length === 0
      ? []
      : [`${ending.name} ${stage.name}: ${faults.join(', ')}: ${JSON.stringify(audited.observation.failure)}`];
  });
  assert.deepEqual(wrong, []);
});

test('a whole flight has no failure, and a warning before it is in the observation and in the report', async () => {
  const { observation, report } = await audit({}, async (visit) => {
    const { version } = await visit.hello();
    const chain = certificateMessage(presentation.chain.map(({ der }) => der));
    await visit.send(Buffer.concat([alert(1, 112), handshake(serverHello({ version }), chain, serverHelloDone)]));
  });
  assert.equal(observation.failure, null);
  assert.equal(observation.handshake?.flightComplete, true);
  assert.deepEqual(observation.handshake?.warningAlerts, ['unrecognized_name']);
  assert.deepEqual(report.handshake?.warningAlerts, ['unrecognized_name']);
});

test('a refusal for want of an application protocol is told in words', async () => {
  const { report } = await audit({}, async (visit) => {
    await visit.hello();
    await visit.send(alert(2, 120));
  });
  assert.match(
    report.failure?.message ?? '',
    /no_application_protocol \(120\) before ServerHello: it serves only clients that name an application protocol; name one/,
  );
});

/** A TLS 1.2 server with RSA key exchange, which answers every hello but those that are told otherwise. */
async function answer(visit: Visit, refused: (version: number, offersTls13: boolean) => boolean, refuse: Refuse) {
  const hello = await visit.hello();
  const isRefused = refused(hello.version, hello.extensions.has(0x2b));
  if (isRefused) return refuse(visit, hello);
  const chain = certificateMessage(presentation.chain.map(({ der }) => der));
  const version = Math.min(hello.version, 0x0303);
  return visit.send(handshake(serverHello({ version }), chain, serverHelloDone));
}
type Refuse = (visit: Visit, hello: Awaited<ReturnType<Visit['hello']>>) => unknown;

const intolerances: readonly {
  readonly to: string;
  readonly refused: (version: number, offersTls13: boolean) => boolean;
  readonly profile: HelloProfile;
}[] = [
  { to: 'TLS 1.3', refused: (_, offersTls13) => offersTls13, profile: 'tls12' },
  { to: 'TLS 1.2', refused: (version) => version >= 0x0303, profile: 'tls10' },
  { to: 'TLS 1.0', refused: (version) => version >= 0x0301, profile: 'ssl30-bare' },
];

for (const { to, refused, profile } of intolerances) {
  test(`a server that does not bear ${to} is read by the hello ${profile}, however and wherever it ends the others`, async () => {
    const some = stages.filter(({ chainSeen, isTls13 }) => !chainSeen && (!isTls13 || to === 'TLS 1.3'));
    const wrong = await askAll(some, async (stage, ending) => {
      const { observation, report } = await audit(ending, (visit) =>
        answer(visit, refused, (refusing, hello) => {
          const said = stage.say(hello, presentation);
          return said === undefined ? refusing.finish() : ending.end(refusing, said);
        }),
      );
      // Who speaks another protocol answers no hello.
      if (observation.failure?.kind === 'not-tls') return [];
      const tolerance = report.findings.find(({ check }) => check === 'hello-tolerance');
      const isRight =
        observation.failure === null &&
        observation.handshake?.profile === profile &&
        observation.certificates.length === ders(presentation).length &&
        tolerance?.outcome === 'fail';
      const seen = JSON.stringify([observation.failure, observation.handshake?.profile, tolerance?.outcome]);
      return isRight ? [] : [`${ending.name} ${stage.name}: ${seen}`];
    });
    assert.deepEqual(wrong, []);
  });
}
