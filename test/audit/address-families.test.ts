import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { repositoryPath } from '../repository-path.ts';

/** A machine as `ip` makes it in a network namespace of its own; all have a loopback interface that is up. */
const machines = {
  'without IPv6': 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6',
  'with loopback only': 'true',
  'with IPv6 only': interfaceWith('2001:db8::10/64'),
  'with a network in each family': `${interfaceWith('2001:db8::10/64')}; ip address add 10.9.8.7/24 dev v0`,
  'short of ports':
    'echo "40000 40003" > /proc/sys/net/ipv4/ip_local_port_range; echo 0 > /proc/sys/net/ipv4/tcp_max_tw_buckets',
};

function interfaceWith(address: string): string {
  return `ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up; ip address add ${address} dev v0 nodad`;
}

interface Outcome {
  readonly endpoints: readonly (readonly [string, string | null, string | undefined])[];
  readonly messages: readonly string[];
  readonly leftOut: readonly string[];
  readonly notices: readonly string[];
  readonly exitCode: number;
}

/** An endpoint has a minute; whoever waits for that fails here. */
const deadlineMs = 40_000;

async function auditOn(
  machine: keyof typeof machines,
  hosts: Readonly<Record<string, readonly string[]>>,
  options: object = {},
): Promise<Outcome> {
  const script = `ip link set lo up; ${machines[machine]}; exec "$@"`;
  const declared = Object.entries(hosts).map(([host, addresses]) => `${host}=${addresses.join(',')}`);
  const program = [process.execPath, repositoryPath('dist/test/audit/audit-in-namespace.js'), JSON.stringify(options)];
  const { stdout } = await promisify(execFile)(
    'unshare',
    ['--user', '--map-root-user', '--net', 'bash', '-c', script, 'bash', ...program, ...declared],
    { timeout: deadlineMs },
  );
  return JSON.parse(stdout) as Outcome;
}

test('without IPv6 the IPv6 addresses of dual-stack names are left out, once said, and the others are audited', async () => {
  const found = await auditOn('without IPv6', {
    'a.test': ['127.0.0.1', '2001:db8::1'],
    'b.test': ['127.0.0.2', '2001:db8::2'],
    'c.test': ['127.0.0.3', '::1'],
  });
  assert.deepEqual(
    found.endpoints.map(([, address]) => address),
    ['127.0.0.1', '127.0.0.2', '127.0.0.3'],
  );
  assert.deepEqual(found.leftOut, [
    'This machine has no IPv6: 3 endpoints at IPv6 addresses were not dialed. Use a machine with IPv6, or -4 to leave such addresses out.',
  ]);
  assert.ok(found.notices.includes(found.leftOut[0] ?? ''));
});

test('without IPv6 a name that has nothing else is reported, at once and without retries, with the machine as the reason', async () => {
  const found = await auditOn('without IPv6', { 'a.test': ['2001:db8::1'] }, { retries: 10 });
  assert.deepEqual(found.endpoints, [['a.test', '2001:db8::1', 'no-address-family']]);
  assert.match(found.messages[0] ?? '', /^This machine has no IPv6, so 2001:db8::1 cannot be reached from here\./);
  assert.deepEqual([found.leftOut, found.exitCode], [[], 3]);
});

test('with loopback only, loopback addresses of both families are dialed and others are left out', async () => {
  const found = await auditOn('with loopback only', {
    'a.test': ['127.0.0.1', '::1'],
    'b.test': ['127.0.0.1', '2001:db8::2'],
    'c.test': ['192.0.2.1', '2001:db8::2'],
  });
  assert.deepEqual(found.endpoints, [
    ['a.test', '127.0.0.1', 'closed'],
    ['a.test', '::1', 'refused'],
    ['b.test', '127.0.0.1', 'closed'],
    ['c.test', '192.0.2.1', 'no-address-family'],
    ['c.test', '2001:db8::2', 'no-address-family'],
  ]);
  assert.equal(found.leftOut.length, 1);
});

test('with IPv6 only the IPv4 addresses are left out', async () => {
  const found = await auditOn('with IPv6 only', { 'a.test': ['192.0.2.1', '2001:db8::10'], 'b.test': ['192.0.2.1'] });
  assert.deepEqual(found.endpoints, [
    ['a.test', '2001:db8::10', 'refused'],
    ['b.test', '192.0.2.1', 'no-address-family'],
  ]);
  assert.match(
    found.leftOut[0] ?? '',
    /^This machine has no IPv4: 1 endpoint at an IPv4 address was not dialed\. .* -6 /,
  );
});

test('no route to one host of a family that the machine has is the failure of that endpoint', async () => {
  const found = await auditOn('with a network in each family', {
    'a.test': ['10.9.8.7', '2001:db8:ffff::1'],
    'b.test': ['192.0.2.1', '2001:db8::10'],
  });
  assert.deepEqual(found.endpoints, [
    ['a.test', '10.9.8.7', 'closed'],
    ['a.test', '2001:db8:ffff::1', 'unreachable'],
    ['b.test', '192.0.2.1', 'unreachable'],
    ['b.test', '2001:db8::10', 'refused'],
  ]);
  assert.deepEqual(found.leftOut, []);
});

test('a machine that runs out of ports waits for them, as they come back', async () => {
  const hosts = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`h${index}.test`, ['127.0.0.1']]));
  const found = await auditOn('short of ports', hosts, { perAddress: 12 });
  assert.deepEqual(new Set(found.endpoints.map(([, , kind]) => kind)), new Set(['closed']));
});

test('-4 and -6 leave the other family out, and report a name or address that has nothing else', async () => {
  const hosts = { 'a.test': ['127.0.0.1', '::1'], 'b.test': ['::1'] };
  const found = await auditOn('with loopback only', hosts, { addressFamily: 'IPv4' });
  assert.deepEqual(found.endpoints, [
    ['a.test', '127.0.0.1', 'closed'],
    ['b.test', '::1', 'no-address-family'],
  ]);
  assert.deepEqual(found.messages[1], '::1 was not dialed, because -4 leaves out IPv6. Leave -4 out to dial it.');
  assert.deepEqual(found.leftOut, ['1 endpoint at an IPv6 address was not dialed, because -4 leaves out IPv6.']);
  assert.equal(found.exitCode, 3);
});

test('DNS servers that this machine cannot reach are named', async () => {
  const found = await auditOn('without IPv6', { 'a.test': [] }, { dnsServers: ['[2001:db8::53]:53'] });
  assert.deepEqual(found.endpoints, [['a.test', null, 'no-address-family']]);
  assert.match(found.messages[0] ?? '', /^No DNS server can be asked\. This machine has no IPv6, so 2001:db8::53 /);
});
