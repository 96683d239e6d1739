import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { createRandom } from '../../fuzz/random.ts';
import { requestOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf, makeKeys } from '../forge-certificate.ts';
import {
  dns,
  email,
  ip,
  nameConstraints,
  otherName,
  type Subtrees,
  subjectAlternativeName,
  uri,
} from '../forge-extensions.ts';
import { bits, bmpString, objectIdentifier, sequence, tagged, text } from '../forge-der.ts';

const leafKeys = makeKeys();
const findPath = createPathFinder();

/** The error of a leaf with these names below a CA with these subtrees; undefined: there is a path. */
function errorOf(subtrees: Subtrees, names: readonly Uint8Array[], subject?: Uint8Array) {
  const issuing = forgeCa('Issuing', { extensions: [nameConstraints(subtrees)] });
  const leaf = forgeLeaf('x.example', {
    issuer: issuing,
    keys: leafKeys,
    ...(names.length === 0 ? { without: ['2.5.29.17'] } : { extensions: [subjectAlternativeName(...names)] }),
    ...(subject === undefined ? {} : { subject }),
  });
  const found = findPath(requestOf({ leaf, anchors: [issuing] }));
  return found.ok ? undefined : found.error;
}

const kindOf = (subtrees: Subtrees, ...names: readonly Uint8Array[]) => errorOf(subtrees, names)?.kind;

/** Refused by a permitted and by an excluded subtree of its form, and free without one. */
function isRefused(name: Uint8Array, subtree: Uint8Array, elsewhere: Uint8Array, what: string): void {
  assert.equal(kindOf({ permitted: [subtree] }, name), 'name-constraints', `${what}, permitted`);
  assert.equal(kindOf({ excluded: [elsewhere] }, name), 'name-constraints', `${what}, excluded`);
}

test('an e-mail address that is none satisfies no e-mail constraint', () => {
  for (const name of [
    'a@b@example.com',
    '@example.com',
    'a@',
    'example.com',
    '.a@example.com',
    'a.@example.com',
    'a..b@example.com',
    'a b@example.com',
    '"a@example.com',
    'a"b"@example.com',
    '<a@example.com>',
    'A <a@example.com>',
    'a@example.com.',
    'a@.example.com',
    'a@example..com',
    'a@[192.0.2.1]',
    'a@192.0.2.1',
    'a@example.com:25',
    `${'a'.repeat(65)}@example.com`,
    'a@example.com\0',
  ]) {
    isRefused(email(name), email('example.com'), email('other.test'), JSON.stringify(name));
  }
  isRefused(tagged(0x81, Buffer.from('é@example.com', 'latin1')), email('example.com'), email('other.test'), 'Latin-1');
});

test('a quoted local part is compared by what it quotes', () => {
  assert.equal(kindOf({ permitted: [email('example.com')] }, email('"a@b"@example.com')), undefined);
  assert.equal(kindOf({ excluded: [email('a@example.com')] }, email('"a"@example.com')), 'name-constraints');
  assert.equal(kindOf({ excluded: [email('a@example.com')] }, email('"\\a"@example.com')), 'name-constraints');
  assert.equal(kindOf({ permitted: [email('"a b"@example.com')] }, email('"a\\ b"@example.com')), undefined);
});

test("the subject's e-mail addresses are held to the same, whatever their type", () => {
  const subjectWith = (value: Uint8Array) =>
    sequence(tagged(0x31, sequence(objectIdentifier('1.2.840.113549.1.9.1'), value)));
  const judged = (value: Uint8Array) => errorOf({ permitted: [email('example.com')] }, [], subjectWith(value))?.kind;
  assert.equal(judged(text(0x16, 'a@example.com')), undefined);
  assert.equal(judged(text(0x0c, 'a@example.com')), undefined);
  assert.equal(judged(text(0x16, 'a@b@example.com')), 'name-constraints');
  assert.equal(judged(text(0x0c, 'é@example.com')), 'name-constraints');
  assert.equal(judged(text(0x1e, 'odd')), 'name-constraints');
  assert.equal(judged(bits(Buffer.from('a@example.com'))), 'name-constraints');
});

test('a DNS name that is none satisfies no DNS constraint', () => {
  for (const name of [
    '*',
    '192.0.2.1',
    '0x7f.1',
    'a.example.com.',
    'a.example.com:443',
    'https://a.example.com',
    'a\0.example.com',
    `${'a'.repeat(64)}.example.com`,
    `${'a.'.repeat(122)}example.com`,
  ]) {
    isRefused(dns(name), dns('example.com'), dns('other.test'), JSON.stringify(name));
  }
});

test('a URI without a host name, or that is none, satisfies no URI constraint', () => {
  for (const name of [
    'example.com',
    '//example.com/',
    'https:example.com',
    'https:///path',
    'urn:x:example.com',
    'mailto:a@example.com',
    'ldap:///CN=x',
    'https://192.0.2.1/',
    'https://0x7f.1/',
    'https://[2001:db8::1]/',
    'https://example.com./',
    'https://other.test\\@example.com/',
    'https://a@b@example.com/',
    'https://ex%61mple.com/',
    'https://example.com:https/',
    'https://example.com /',
    'https://example.com/\n',
    ' https://example.com/',
  ]) {
    isRefused(uri(name), uri('example.com'), uri('other.test'), JSON.stringify(name));
  }
  const error = errorOf({ permitted: [uri('example.com')] }, [uri('https://192.0.2.1/')]);
  assert.match(
    error?.message ?? '',
    /^The name URI:https:\/\/192\.0\.2\.1\/ of CN=x\.example is not a URI with a host name, so/,
  );
  assert.equal(kindOf({ permitted: [uri('example.com')] }, uri('https://u:p%20w@example.com:8443/a?b#c')), undefined);
});

test('an IP address of another length satisfies nothing', () => {
  for (const length of [0, 1, 3, 5, 8, 15, 17, 32]) {
    const kind = kindOf({ permitted: [ip(0, 0, 0, 0, 0, 0, 0, 0)] }, ip(...Buffer.alloc(length)));
    assert.equal(kind, 'malformed-extension', `${length} bytes`);
  }
});

test('a directory name that cannot be read satisfies no directory constraint', () => {
  const organization = (value: Uint8Array) => tagged(0x31, sequence(objectIdentifier('2.5.4.10'), value));
  const contoso = tagged(0xa4, sequence(organization(text(0x0c, 'Contoso'))));
  const evil = tagged(0xa4, sequence(organization(text(0x0c, 'Evil'))));
  const named = (...parts: readonly Uint8Array[]) => tagged(0xa4, sequence(...parts));
  const fine = organization(text(0x0c, 'Contoso'));
  const free = { subject: sequence(fine) };
  const judged = (subtrees: Subtrees, name: Uint8Array) =>
    errorOf(subtrees, [dns('x.example'), name], free.subject)?.kind;
  assert.equal(judged({ permitted: [contoso] }, named(fine)), undefined);
  for (const [what, part] of [
    ['UTF8String that is not UTF-8', organization(tagged(0x0c, Uint8Array.of(0xff)))],
    ['BMPString of an odd length', organization(text(0x1e, 'odd'))],
    ['part without attributes', tagged(0x31)],
  ] as const) {
    assert.equal(judged({ permitted: [contoso] }, named(fine, part)), 'name-constraints', `${what}, permitted`);
    assert.equal(judged({ excluded: [evil] }, named(part)), 'name-constraints', `${what}, excluded`);
  }
  assert.equal(judged({ excluded: [evil] }, named(organization(bmpString('EVIL')))), 'name-constraints');
  assert.equal(judged({ excluded: [evil] }, named(organization(text(0x14, 'Evil')))), 'name-constraints');
  assert.equal(judged({ excluded: [evil] }, named(organization(bmpString('Contoso')))), undefined);
  assert.equal(judged({ excluded: [evil] }, named(tagged(0x31), organization(text(0x0c, 'Evil')))), 'name-constraints');
});

const smtpUtf8Mailbox = (value: Uint8Array) => tagged(0xa0, objectIdentifier('1.3.6.1.5.5.7.8.9'), tagged(0xa0, value));

test('a SmtpUTF8Mailbox is held to e-mail constraints (RFC 9598 §6)', () => {
  const permitted = [email('xn--bcher-kva.example')];
  assert.equal(kindOf({ permitted }, smtpUtf8Mailbox(text(0x0c, 'müller@bücher.example'))), undefined);
  assert.equal(kindOf({ permitted }, smtpUtf8Mailbox(text(0x0c, 'müller@xn--bcher-kva.example'))), undefined);
  assert.equal(kindOf({ permitted }, smtpUtf8Mailbox(text(0x0c, 'müller@other.test'))), 'name-constraints');
  assert.equal(
    kindOf({ excluded: permitted }, smtpUtf8Mailbox(text(0x0c, 'müller@bücher.example'))),
    'name-constraints',
  );
  for (const value of [
    text(0x0c, 'a@b@bücher.example'),
    text(0x0c, 'bücher.example'),
    text(0x0c, 'a@192.0.2.1'),
    text(0x0c, 'a@bücher.example/x'),
    text(0x16, 'a@xn--bcher-kva.example'),
    tagged(0x0c, Uint8Array.of(0xff)),
    sequence(),
  ]) {
    isRefused(smtpUtf8Mailbox(value), email('xn--bcher-kva.example'), email('other.test'), value.toString('hex'));
  }
  assert.equal(kindOf({ permitted: [dns('x.example')] }, dns('x.example'), smtpUtf8Mailbox(sequence())), undefined);
});

test('a form that is not compared here is refused where it is constrained', () => {
  const registered = tagged(0x88, Uint8Array.of(0x2a, 0x03));
  isRefused(registered, registered, registered, 'registeredID');
  isRefused(otherName('1.2.3.4'), otherName('1.2.3.4'), otherName('1.2.3.4'), 'otherName');
  const error = errorOf({ permitted: [registered] }, [registered]);
  assert.match(
    error?.message ?? '',
    /^The name registered ID:1\.2\.3 of CN=x\.example is of a form that certmuster cannot/,
  );
});

test('of several names that fail in the same way, each is named', () => {
  const names = [dns('a.test'), dns('ok.example.com'), email('a@b@c'), dns('b.test'), dns('c.test')];
  const error = errorOf({ permitted: [dns('example.com')], excluded: [email('other.test')] }, names);
  assert.equal(
    error?.message,
    'The name DNS:a.test of CN=x.example is not permitted by the name constraints of CN=Issuing. The same applies to DNS:b.test and DNS:c.test.',
  );
});

test('a malformed subtree is satisfied by nothing, and all of them are listed', () => {
  for (const subtree of [
    dns('192.0.2.1'),
    dns('example.com.'),
    dns('example.com:443'),
    dns('..example.com'),
    dns('.'),
    dns('*'),
    email('a@b@example.com'),
    email('a@'),
    email('example.com:25'),
    email('192.0.2.1'),
    uri('example.com:443'),
    uri('https://example.com'),
    uri('192.0.2.1'),
    ip(10, 0, 0, 0, 255, 255, 0, 255),
    tagged(0xa4, sequence(tagged(0x31))),
    tagged(0xa4, sequence(tagged(0x31, sequence(objectIdentifier('2.5.4.10'), tagged(0x0c, Uint8Array.of(0xff)))))),
  ]) {
    for (const subtrees of [{ permitted: [subtree] }, { excluded: [subtree] }]) {
      assert.equal(kindOf(subtrees, dns('a.example.com')), 'name-constraints', subtree.toString('latin1'));
    }
  }
  for (const length of [0, 4, 7, 9, 16, 31]) {
    assert.equal(kindOf({ excluded: [ip(...Buffer.alloc(length))] }, dns('a.example.com')), 'malformed-extension');
  }
  const error = errorOf({ permitted: [dns('example.com:443'), dns('example.com')], excluded: [email('a@')] }, [
    dns('x'),
  ]);
  assert.match(error?.message ?? '', /have the malformed subtrees DNS:example\.com:443 and email:a@, so no name/);
});

test('whatever is broken in a name, a constraint of its form refuses it', () => {
  const random = createRandom('malformed names');
  /** A name of each form, and what belongs in none of its kind, wherever it stands. */
  const forms = [
    {
      make: dns,
      name: 'host.example.com',
      host: 'example.com',
      never: ['\0', ' ', '@', '/', ':', '..', '\\', '%', 'é'],
    },
    {
      make: email,
      name: 'user@example.com',
      host: 'example.com',
      never: ['\0', ' ', '@', '\\', ',', '(', '<', '"', 'é'],
    },
    {
      make: uri,
      name: 'https://example.com/',
      host: 'example.com',
      never: ['\0', ' ', '\\', '<', '"', '^', '|', '%', 'é'],
    },
  ];
  for (let round = 0; round < 150; round += 1) {
    const { make, name, host, never } = random.pick(forms);
    const at = random.below(name.length + 1);
    const broken = name.slice(0, at) + random.pick(never) + name.slice(at);
    for (const subtrees of [{ permitted: [make(host)] }, { excluded: [make('other.test')] }]) {
      assert.equal(kindOf(subtrees, make(broken)), 'name-constraints', `round ${round}: ${JSON.stringify(broken)}`);
      assert.equal(kindOf(subtrees, make(name)), undefined, name);
    }
  }
});
