import assert from 'node:assert/strict';
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
      { kind: 'not-found', message: 'empty.test exists in DNS and has no address.' },
      { kind: 'dns-error', message: 'DNS could not answer for broken.test (ESERVFAIL).' },
    ]);
  });
});

test('a silent server costs no more than the signal allows', async () => {
  await withDns({ 'slow.test': 'silent' }, async ({ resolve }) => {
    const controller = new AbortController();
    const answer = resolve('slow.test', controller.signal);
    controller.abort(new DOMException('time is up', 'TimeoutError'));
    const result = await answer;
    assert.equal(result.ok ? 'ok' : result.error.kind, 'timeout');
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
