import assert from 'node:assert/strict';
import { test } from 'node:test';

import { standardPolicies } from '../../src/policy/policies.ts';
import { countAdHoc, expandAdHoc } from '../../src/targets/expand-ad-hoc.ts';
import { type AdHocChoice, parseFileArgument, parseTargetArgument } from '../../src/targets/parse-target-argument.ts';
import { createListReader } from '../../src/targets/parse-target-list.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { createTargetNotes } from '../../src/targets/target-notes.ts';
import { expansionOf } from './expansion-of.ts';

const noChoice: AdHocChoice = { role: undefined, policy: undefined };

function read(text: string, choice: AdHocChoice = noChoice) {
  return parseTargetArgument(text, choice, standardPolicies);
}

function places(text: string, choice?: AdHocChoice): readonly string[] {
  const target = read(text, choice);
  assert.ok(target.ok, target.ok ? '' : target.error);
  const endpoints = [...expandAdHoc(target.value)];
  assert.equal(countAdHoc(target.value), endpoints.length);
  return endpoints.map(
    ({ id, startTls }) => `${id.replace(/^.*@/, '')}${startTls === undefined ? '' : ` ${startTls}`}`,
  );
}

for (const [text, expected] of [
  ['10.0.0.0/30', ['10.0.0.0:443', '10.0.0.1:443', '10.0.0.2:443', '10.0.0.3:443']],
  ['10.0.0.254/31:8443', ['10.0.0.254:8443', '10.0.0.255:8443']],
  ['10.0.0.7/32:443,5061', ['10.0.0.7:443', '10.0.0.7:5061']],
  ['2001:db8::fffe/127', ['[2001:db8::fffe]:443', '[2001:db8::ffff]:443']],
  ['2001:DB8::/127:443', ['[2001:db8::]:443', '[2001:db8::1]:443']],
  ['[2001:db8::/127]:443', ['[2001:db8::]:443', '[2001:db8::1]:443']],
  ['[2001:db8::]/127:443', ['[2001:db8::]:443', '[2001:db8::1]:443']],
  ['[2001:db8::/128]', ['[2001:db8::]:443']],
  ['::ffff:10.0.0.0/127', ['[::ffff:a00:0]:443', '[::ffff:a00:1]:443']],
  ['www.contoso.com:443,8443', ['-:443', '-:8443']],
  ['www.contoso.com:8440-8442,443,8441', ['-:8440', '-:8441', '-:8442', '-:443']],
  ['[2001:db8::1]:443,8443', ['[2001:db8::1]:443', '[2001:db8::1]:8443']],
  ['smtp://10.0.0.0/31', ['10.0.0.0:25 smtp', '10.0.0.1:25 smtp']],
  ['smtp://mail.contoso.com:25,587', ['-:25 smtp', '-:587 smtp']],
  ['https://10.0.0.0/31', ['10.0.0.0:443', '10.0.0.1:443']],
  [
    'ldaps://[2001:db8::/127]:636,3269',
    ['[2001:db8::]:636', '[2001:db8::]:3269', '[2001:db8::1]:636', '[2001:db8::1]:3269'],
  ],
] as const) {
  test(`${text} stands for ${expected.length} endpoints`, () => {
    assert.equal(parseFileArgument(text), undefined);
    assert.deepEqual(places(text), expected);
  });
}

test('an address within a range stands for all of it, and that is said', () => {
  assert.deepEqual(places('10.0.0.5/30'), ['10.0.0.4:443', '10.0.0.5:443', '10.0.0.6:443', '10.0.0.7:443']);
  const target = read('10.0.0.5/30');
  assert.ok(target.ok);
  const notes = createTargetNotes();
  notes.see(target.value);
  assert.deepEqual(notes.notices(), [
    '10.0.0.5/30 is the range 10.0.0.4/30: all of its 4 addresses are dialed.',
    'An address of a range is no name to judge by: each certificate there is judged by its own names.',
  ]);
});

test('an address of a range has no name: none is sent, none is expected', () => {
  const target = read('10.0.0.0/31', { role: 'virtual-server', policy: undefined });
  assert.ok(target.ok);
  for (const endpoint of expandAdHoc(target.value)) {
    assert.equal(endpoint.range, '10.0.0.0/31');
    assert.equal(endpoint.serverName, null);
    assert.deepEqual(endpoint.names, { url: null, server: null, proxy: null, externalUrl: null });
  }
  const alone = read('10.0.0.1');
  assert.ok(alone.ok);
  assert.deepEqual(
    [...expandAdHoc(alone.value)].map(({ range }) => range),
    [undefined],
  );
});

test('--port is for targets that name none, whatever their scheme says', () => {
  const choice = { ...noChoice, ports: [8443, 9443] } as const;
  assert.deepEqual(places('10.0.0.1', choice), ['10.0.0.1:8443', '10.0.0.1:9443']);
  assert.deepEqual(places('10.0.0.1:443', choice), ['10.0.0.1:443']);
  assert.deepEqual(places('10.0.0.0/31:443', choice), ['10.0.0.0:443', '10.0.0.1:443']);
  assert.deepEqual(places('smtp://mail.contoso.com', choice), ['-:8443 smtp', '-:9443 smtp']);
  assert.deepEqual(places('https://im.contoso.com', { ...noChoice, ports: [8443] }), ['-:8443', '-:8443', '-:8443']);
  assert.deepEqual(places('tls://im.contoso.com', { ...noChoice, ports: [8443] }), ['-:8443']);
});

for (const [text, message] of [
  [
    '10.0.0.0/8',
    '"10.0.0.0/8" stands for 16777216 addresses; one target may have at most 65536 endpoints, so name smaller ranges',
  ],
  ['::/0', '"::/0" stands for 2^128 addresses; one target may have at most 65536 endpoints, so name smaller ranges'],
  [
    '10.0.0.0/16:443,444',
    '"10.0.0.0/16:443,444" stands for 65536 addresses on 2 ports; one target may have at most 65536 endpoints, so name smaller ranges',
  ],
  ['10.0.0.0/33', '"10.0.0.0/33" has the prefix length "33"; use a number from 0 to 32'],
  ['10.0.0.0/028', '"10.0.0.0/028" has the prefix length "028"; use a number from 0 to 32'],
  ['2001:db8::/129', '"2001:db8::/129" has the prefix length "129"; use a number from 0 to 128'],
  ['10.0.0.256/30', '"10.0.0.256/30" is not a range: "10.0.0.256" is not an IP address'],
  ['2001:db8:::/64', '"2001:db8:::/64" is not a range: "2001:db8:::" is not an IP address'],
  ['10.0.0.0/255.255.255.0', '"10.0.0.0/255.255.255.0" has a netmask; use a prefix length, for instance 10.0.0.0/28'],
  ['10.0.0.0/30:0', '"10.0.0.0/30:0" has the port "0"; use a port from 1 to 65535'],
  ['10.0.0.0/30:https', '"10.0.0.0/30:https" has the port "https"; use a port from 1 to 65535'],
  ['www.contoso.com:443,', '"www.contoso.com:443," has an empty port in "443,"; use for instance 443,5061'],
  ['www.contoso.com:1-2-3', '"www.contoso.com:1-2-3" has the port "1-2-3"; use a port from 1 to 65535'],
  [
    'www.contoso.com:8450-8440',
    '"www.contoso.com:8450-8440" has the ports "8450-8440" in reverse order; use 8440-8450',
  ],
  [
    'https://10.0.0.5/24',
    '"https://10.0.0.5/24" may mean a range or the path /24; use https://10.0.0.0/24 for the range, or https://10.0.0.5 for the address',
  ],
  [
    'https://im.contoso.com:443,8443',
    '"https://im.contoso.com:443,8443" has 2 ports; a virtual server has one: give each port a URL, or use HOST:PORT,PORT for other servers',
  ],
] as const) {
  test(`${text} is refused`, () => {
    const target = read(text);
    assert.equal(target.ok ? 'read' : target.error, message);
  });
}

test('a role that needs a name refuses a range', () => {
  const mtls = read('10.0.0.0/30:5061', { role: 'mtls', policy: undefined });
  assert.match(mtls.ok ? '' : mtls.error, /"10\.0\.0\.0\/30" is a range; give the fully qualified name/);
  const as = read('10.0.0.0/30', { role: 'as-host', policy: undefined });
  assert.match(as.ok ? '' : as.error, /begins with "as\."/);
});

test('what is no address with a figure behind a slash stays a path, or a host with a path', () => {
  for (const path of [
    '10.0.0/24',
    './10.0.0.0/28',
    '10.0.0.0/28/',
    '10.0.0.0/hosts',
    '10.0.0.0/28.txt',
    '2026/11',
    'contoso.com/28',
  ])
    assert.deepEqual(parseFileArgument(path), { path, holds: 'list' }, path);
  assert.equal(parseFileArgument('www.contoso.com:443,8443/a'), undefined);
  assert.deepEqual(places('https://10.0.0.5/24/'), places('https://10.0.0.5'));
});

test('in a list ranges and lists of ports stand beside hosts, and NDJSON lines may have ports', () => {
  const context = { choice: { ...noChoice, ports: [8443] as const }, policies: standardPolicies, stores: ['mozilla'] };
  const ids = (holds: 'list' | 'ndjson', lines: readonly string[]): readonly string[] => {
    const reader = createListReader(holds, context);
    return lines.flatMap((line) => {
      const entry = reader(line);
      if (entry === undefined) return [];
      if (!entry.result.ok) return entry.result.error.map(({ path, message }) => `${path}: ${message}`);
      return [...expandAdHoc(entry.result.value)].map(({ id }) => id.replace(/^.*server\//, ''));
    });
  };
  assert.deepEqual(ids('list', ['10.0.0.0/31 # two', 'www.contoso.com:443,444', '10.0.0.0/7']), [
    '10.0.0.0@10.0.0.0:8443',
    '10.0.0.1@10.0.0.1:8443',
    'www.contoso.com@-:443',
    'www.contoso.com@-:444',
    'line 3: "10.0.0.0/7" stands for 33554432 addresses; one target may have at most 65536 endpoints, so name smaller ranges',
  ]);
  assert.deepEqual(
    ids('ndjson', [
      '{"host":"10.0.0.0/31","ports":[443,444]}',
      '{"host":"www.contoso.com"}',
      '{"host":"tls://www.contoso.com:444"}',
    ]),
    [
      '10.0.0.0@10.0.0.0:443',
      '10.0.0.0@10.0.0.0:444',
      '10.0.0.1@10.0.0.1:443',
      '10.0.0.1@10.0.0.1:444',
      'www.contoso.com@-:8443',
      'www.contoso.com@-:444',
    ],
  );
});

test('in a targets file a host may be a range, with ports', () => {
  const { endpoints } = expansionOf({
    targets: [
      { host: '10.0.0.0/31', ports: [443, 5061] },
      { host: 'smtp://10.0.1.0/31' },
      { host: 'https://www.contoso.com:443,8443' },
    ],
  });
  assert.deepEqual(
    endpoints.map(({ id, range }) => `${id.replace(/^.*server\//, '')} ${range}`),
    [
      '10.0.0.0@10.0.0.0:443 10.0.0.0/31',
      '10.0.0.0@10.0.0.0:5061 10.0.0.0/31',
      '10.0.0.1@10.0.0.1:443 10.0.0.0/31',
      '10.0.0.1@10.0.0.1:5061 10.0.0.0/31',
      '10.0.1.0@10.0.1.0:25 10.0.1.0/31',
      '10.0.1.1@10.0.1.1:25 10.0.1.0/31',
      'www.contoso.com@-:443 undefined',
      'www.contoso.com@-:8443 undefined',
    ],
  );
});

test('what does not fit together in a targets file is told with its place', () => {
  const problems = (targets: readonly object[]): readonly string[] => {
    const parsed = parseTargets({ targets }, standardPolicies, new Map());
    return parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path}: ${message}`);
  };
  assert.deepEqual(
    problems([
      { host: '10.0.0.0/31', port: 443, ports: [444] },
      { host: '10.0.0.0/31', address: '10.0.0.1' },
      { host: '10.0.0.0/31:443' },
      { host: '10.0.0.0/33' },
      { host: '10.0.0.0/8' },
      { host: 'https://www.contoso.com:443,444', ports: [445, 446] },
      { host: 'www.contoso.com', ports: [] },
    ]),
    [
      'targets[6].ports: should not be empty',
      'targets[0].ports: cannot stand beside `port`; list all ports in `ports`',
      'targets[1].address: cannot be given for a range; leave it out',
      'targets[2].host: "10.0.0.0/31:443" has ports; give them in `ports`',
      'targets[3].host: "10.0.0.0/33" has the prefix length "33"; use a number from 0 to 32',
      'targets[4].host: "10.0.0.0/8" stands for 16777216 addresses; one target may have at most 65536 endpoints, so name smaller ranges',
      'targets[5].ports: differs from the ports of the URL, 443,444; give them once',
    ],
  );
  assert.deepEqual(problems([{ host: '10.0.0.0/16' }, { host: '10.1.0.0/30' }]), [
    'targets: stands for 65540 endpoints; the ranges of one file may have 65536, those of a list (.txt, .ndjson) any number',
  ]);
});
