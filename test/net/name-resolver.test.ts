import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { test } from 'node:test';

import { createNameResolver, type NameResolverOptions } from '../../src/net/name-resolver.ts';
import { type DnsAnswer, startDnsServer } from './dns-server.ts';

const never = new AbortController().signal;
const nothing: NameResolverOptions = { overrides: new Map(), hostsFile: undefined, dnsServers: [] };

/** Runs a test against a resolver that asks a scripted DNS server. */
async function withDns(
  answers: Readonly<Record<string, DnsAnswer>>,
  run: (resolver: ReturnType<typeof createNameResolver>, questions: readonly string[]) => Promise<void>,
): Promise<void> {
  const server = await startDnsServer(answers);
  const resolver = createNameResolver({ ...nothing, dnsServers: [server.address] });
  try {
    await run(resolver, server.questions);
  } finally {
    resolver.close();
    server.close();
  }
}

test('an IP literal is its own address', async () => {
  const { resolve } = createNameResolver(nothing);
  assert.deepEqual(await resolve('192.0.2.7', never), { ok: true, value: ['192.0.2.7'] });
  assert.deepEqual(await resolve('2001:DB8::1', never), { ok: true, value: ['2001:db8::1'] });
});

test('an override comes before the hosts file, in the order the operator gave', async () => {
  const { resolve } = createNameResolver({
    ...nothing,
    overrides: new Map([['www.contoso.com', ['10.0.0.9', '10.0.0.1', '10.0.0.9']]]),
    hostsFile: '192.0.2.1 www.contoso.com',
  });
  assert.deepEqual(await resolve('WWW.contoso.com', never), { ok: true, value: ['10.0.0.9', '10.0.0.1'] });
});

test('the hosts file comes before DNS', async () => {
  const hostsFile = '# comment\n127.0.0.2 Intranet intranet.contoso.local # tail\nnonsense intranet\n::1 intranet\n';
  const { resolve } = createNameResolver({ ...nothing, hostsFile });
  assert.deepEqual(await resolve('intranet', never), { ok: true, value: ['127.0.0.2', '::1'] });
});

test('a hosts file gives addresses and no other text: a zone, a script and an escape are no part of one', async () => {
  const odd = ['fe80::1%<script>', '127.0.0.1<b>', '\u001b[2J127.0.0.1', '=1+1', '::1\u202e', '127.0.0.1\u0000'];
  const hostsFile = `${odd.map((address) => `${address} intranet`).join('\n')}\n127.0.0.9 intranet\n`;
  const { resolve } = createNameResolver({ ...nothing, hostsFile });
  assert.deepEqual(await resolve('intranet', never), { ok: true, value: ['127.0.0.9'] });
});

test('localhost is loopback even where no hosts file says so', async () => {
  const { resolve } = createNameResolver(nothing);
  assert.deepEqual(await resolve('localhost', never), { ok: true, value: ['127.0.0.1', '::1'] });
});

test('A and AAAA are both asked for; addresses come sorted and each once', async () => {
  const addresses = ['10.0.0.20', '10.0.0.3', '2001:db8:0:0:0:0:0:1', '10.0.0.20'];
  await withDns({ 'www.contoso.test': { addresses } }, async ({ resolve }, questions) => {
    const answer = await resolve('www.contoso.test', never);
    assert.deepEqual(answer, { ok: true, value: ['10.0.0.3', '10.0.0.20', '2001:db8::1'] });
    assert.deepEqual([...questions].sort(), ['www.contoso.test A', 'www.contoso.test AAAA']);
  });
});

test('a name is asked for once a run, however many want it at once', async () => {
  await withDns({ 'www.contoso.test': { addresses: ['10.0.0.1'] } }, async ({ resolve }, questions) => {
    await Promise.all([1, 2, 3].map(() => resolve('www.contoso.test', never)));
    await resolve('WWW.CONTOSO.TEST', never);
    assert.equal(questions.length, 2);
  });
});

test('a name that does not exist, one without addresses and a failing server are told apart', async () => {
  const answers: Record<string, DnsAnswer> = { 'empty.test': { addresses: [] }, 'broken.test': { code: 2 } };
  await withDns(answers, async ({ resolve }) => {
    const kinds = await Promise.all(
      ['missing.test', 'empty.test', 'broken.test'].map(async (name) => {
        const answer = await resolve(name, never);
        return answer.ok ? 'ok' : answer.error;
      }),
    );
    assert.deepEqual(kinds, [
      { kind: 'not-found', message: 'missing.test does not exist in DNS.' },
      { kind: 'not-found', message: 'empty.test exists in DNS but has no address.' },
      { kind: 'dns-error', message: 'DNS did not resolve broken.test (ESERVFAIL).' },
    ]);
  });
});

test('a silent server costs no more than the signal allows', { timeout: 20_000 }, async () => {
  await withDns({ 'slow.test': 'silent' }, async ({ resolve }) => {
    const controller = new AbortController();
    const answer = resolve('slow.test', controller.signal);
    controller.abort(new DOMException('time is up', 'TimeoutError'));
    const result = await answer;
    assert.equal(result.ok ? 'ok' : result.error.kind, 'timeout');
    // It is the signal that ended it, not the patience with the server.
    assert.match(
      result.ok ? '' : result.error.message,
      /^The time limit for this endpoint was reached while slow\.test/,
    );
  });
});

test('a name with hundreds of addresses is a limit, not a flood of endpoints', async () => {
  const addresses = Array.from({ length: 30 }, (_, index) => `10.0.${index}.1`);
  await withDns({ 'wide.test': { addresses } }, async ({ resolve }) => {
    const answer = await resolve('wide.test', never);
    assert.equal(answer.ok && answer.value.length, 30);
  });
  const many = Array.from({ length: 300 }, (_, index) => `10.1.${index >> 8}.${index & 0xff}`);
  const { resolve } = createNameResolver({ ...nothing, hostsFile: many.map((one) => `${one} wide.test`).join('\n') });
  const answer = await resolve('wide.test', never);
  assert.equal(answer.ok ? 'ok' : answer.error.kind, 'limit');
});

test('thousands of names at once are all answered, each asked for once, a few at a time', async () => {
  const names = Array.from({ length: 3_000 }, (_, index) => `host${index}.test`);
  const address = (index: number): string => `10.1.${index >> 8}.${index & 0xff}`;
  const answers = Object.fromEntries(names.map((name, index) => [name, { addresses: [address(index)] }]));
  await withDns(answers, async ({ resolve }, questions) => {
    const resolved = await Promise.all(names.map((name) => resolve(name, never)));
    assert.deepEqual(
      resolved,
      names.map((_, index) => ({ ok: true, value: [address(index)] })),
    );
    assert.equal(new Set(questions).size, 6_000);
    // A busy machine may lose an answer or two, which c-ares asks for again.
    assert.ok(questions.length < 6_300, `${questions.length} questions`);
  });
});

test('names whose servers are silent do not hold up other names', { timeout: 20_000 }, async () => {
  const dead = Array.from({ length: 200 }, (_, index) => `dead${index}.test`);
  const answers = Object.fromEntries(dead.map((name) => [name, 'silent'] as const));
  await withDns({ ...answers, 'www.test': { addresses: ['10.0.0.1'] } }, async ({ resolve }) => {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const waiting = dead.map((name) => resolve(name, controller.signal));
    assert.deepEqual(await resolve('www.test', never), { ok: true, value: ['10.0.0.1'] });
    controller.abort();
    const kinds = (await Promise.all(waiting)).map((answer) => (answer.ok ? 'ok' : answer.error.kind));
    assert.deepEqual(new Set(kinds), new Set(['aborted']));
  });
});

test('an answer that was lost is asked for again', async () => {
  await withDns({ 'late.test': { addresses: ['10.0.0.1'], losesFirst: true } }, async ({ resolve }, questions) => {
    assert.deepEqual(await resolve('late.test', never), { ok: true, value: ['10.0.0.1'] });
    assert.equal(questions.filter((question) => question === 'late.test A').length, 2);
  });
});

test('an answer too long for UDP is asked for over TCP', async () => {
  const addresses = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}`);
  await withDns({ 'wide.test': { addresses, isTruncated: true } }, async ({ resolve }, questions) => {
    const answer = await resolve('wide.test', never);
    assert.equal(answer.ok && answer.value.length, 200);
    assert.ok(questions.includes('wide.test A TCP'));
  });
});

test('a server that fails, refuses, does not know how or says nothing gives way to the next; "there is none" settles', async () => {
  const codes = { formatError: 1, serverFailure: 2, notImplemented: 4, refused: 5 };
  const firstAnswers: Readonly<Record<string, DnsAnswer>> = {
    ...Object.fromEntries(Object.entries(codes).map(([name, code]) => [`${name}.test`.toLowerCase(), { code }])),
    'silent.test': 'silent',
    'none.test': { code: 3 },
  };
  const first = await startDnsServer(firstAnswers);
  const second = await startDnsServer(
    Object.fromEntries(Object.keys(firstAnswers).map((name) => [name, { addresses: ['10.0.0.1'] }])),
  );
  for (const name of Object.keys(firstAnswers)) {
    // A resolver of its own: c-ares asks a server that failed after the others.
    const { resolve, close } = createNameResolver({ ...nothing, dnsServers: [first.address, second.address] });
    const answer = await resolve(name, never);
    const seen = answer.ok ? answer.value : answer.error.kind;
    assert.deepEqual(seen, name === 'none.test' ? 'not-found' : ['10.0.0.1'], name);
    close();
  }
  first.close();
  second.close();
});

test('a failure of DNS stands for the run, unless it is to be asked for again', async () => {
  const server = await startDnsServer({ 'www.test': { code: 2 } });
  const once = createNameResolver({ ...nothing, dnsServers: [server.address] });
  const again = createNameResolver({ ...nothing, dnsServers: [server.address], asksAgain: true });
  const kindOf = async ({ resolve }: typeof once): Promise<string> => {
    const answer = await resolve('www.test', never);
    return answer.ok ? 'ok' : answer.error.kind;
  };
  assert.deepEqual([await kindOf(once), await kindOf(again)], ['dns-error', 'dns-error']);
  server.answer('www.test', { addresses: ['10.0.0.1'] });
  const asked = server.questions.length;
  assert.equal(await kindOf(once), 'dns-error');
  assert.equal(server.questions.length, asked);
  while ((await kindOf(again)) !== 'ok') await new Promise((resolve) => setTimeout(resolve, 20));
  once.close();
  again.close();
  server.close();
});
