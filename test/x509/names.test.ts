import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Name } from '../../src/x509/certificate.ts';
import { commonNames } from '../../src/x509/names/common-names.ts';
import { formatGeneralName } from '../../src/x509/names/format-general-name.ts';
import { isNameWithin } from '../../src/x509/names/is-name-within.ts';
import { namesEqual } from '../../src/x509/names/names-equal.ts';
import { decodeName } from '../../src/x509/names/read-name.ts';
import { attribute, der, hex, integer, name, sequence, set } from './build-der.ts';

function decode(bytes: Uint8Array): Name {
  const decoded = decodeName(bytes);
  assert.ok(decoded.ok);
  return decoded.value;
}

const cn = (value: string | Uint8Array): Uint8Array => name(['2.5.4.3', value]);
const printable = (text: string): Uint8Array => der(0x13, text);

/** RFC 5280 §7.1. */
const equalities: readonly (readonly [string, Uint8Array, Uint8Array, boolean])[] = [
  ['two empty names', sequence(), sequence(), true],
  ['an empty and another', sequence(), cn('a'), false],
  ['texts that differ in case', cn('Contoso Root'), cn('CONTOSO rOOT'), true],
  ['a PrintableString and a UTF8String', cn(printable('Contoso')), cn('contoso'), true],
  ['texts that differ in white space', cn('  Contoso   Root '), cn(printable('Contoso Root')), true],
  ['texts that differ in where a space is', cn('Con toso'), cn('Contoso'), false],
  ['a tab and a space', cn('a\tb'), cn('a b'), true],
  ['letters and their decomposed form', cn('M\u00fcller'), cn('MU\u0308LLER'), true],
  ['wide and plain letters', cn('\uff21\uff22'), cn('ab'), true],
  ['sharp s and double s', cn('Stra\u00dfe'), cn('STRASSE'), true],
  ['a soft hyphen and none', cn('a\u00adb'), cn('ab'), true],
  ['two T61Strings that differ in case', cn(der(0x14, 'a')), cn(der(0x14, 'A')), false],
  ['the same T61Strings', cn(der(0x14, 'a')), cn(der(0x14, 'a')), true],
  ['a T61String and a UTF8String', cn(der(0x14, 'a')), cn('a'), false],
  ['a BMPString and a UTF8String', cn(der(0x1e, '\0a')), cn('a'), false],
  ['two broken UTF8Strings', cn(der(0x0c, '\u00ff')), cn(der(0x0c, '\u00fe')), false],
  ['values that are no strings', cn(integer(1)), cn(integer(2)), false],
  [
    'domain components (IA5) that differ in case',
    name(['0.9.2342.19200300.100.1.25', der(0x16, 'COM')]),
    name(['0.9.2342.19200300.100.1.25', der(0x16, 'com')]),
    true,
  ],
  ['the same text in another attribute', cn('a'), name(['2.5.4.10', 'a']), false],
  [
    'parts in another order',
    name(['2.5.4.6', 'DE'], ['2.5.4.3', 'a']),
    name(['2.5.4.3', 'a'], ['2.5.4.6', 'DE']),
    false,
  ],
  [
    'attributes of one part in another order',
    sequence(set(attribute('2.5.4.3', 'a'), attribute('2.5.4.10', 'b'))),
    sequence(set(attribute('2.5.4.10', 'B'), attribute('2.5.4.3', 'A'))),
    true,
  ],
  [
    'one part of two attributes and two parts',
    sequence(set(attribute('2.5.4.3', 'a'), attribute('2.5.4.10', 'b'))),
    name(['2.5.4.3', 'a'], ['2.5.4.10', 'b']),
    false,
  ],
  [
    'text that imitates the key of another name',
    cn('a","2.5.4.10=b'),
    name(['2.5.4.3', 'a'], ['2.5.4.10', 'b']),
    false,
  ],
];

for (const [what, a, b, expected] of equalities) {
  test(`${what} are ${expected ? 'equal' : 'different'}, and so are their keys`, () => {
    assert.equal(namesEqual(decode(a), decode(b)), expected);
    assert.equal(namesEqual(decode(b), decode(a)), expected);
    assert.equal(decode(a).key === decode(b).key, expected);
  });
}

test('a text longer than any name may be still compares, without being normalised', () => {
  const marks = (length: number): string => 'a\u0315\u0300'.padEnd(length, '\u0315\u0300');
  assert.ok(namesEqual(decode(cn(marks(100_000))), decode(cn(marks(100_000).toUpperCase()))));
  assert.ok(namesEqual(decode(cn('u\u0308'.repeat(256))), decode(cn('\u00fc'.repeat(256)))));
  assert.ok(!namesEqual(decode(cn('u\u0308'.repeat(257))), decode(cn('\u00fc'.repeat(257)))));
});

test('a subtree contains itself and what is below it, by the rules of comparison', () => {
  const subtree = decode(name(['2.5.4.6', 'de'], ['2.5.4.10', 'Contoso']));
  assert.ok(isNameWithin(subtree, subtree));
  assert.ok(
    isNameWithin(subtree, decode(name(['2.5.4.6', printable('DE')], ['2.5.4.10', 'CONTOSO'], ['2.5.4.3', 'x']))),
  );
  assert.ok(!isNameWithin(subtree, decode(name(['2.5.4.6', 'de']))));
  assert.ok(!isNameWithin(subtree, decode(name(['2.5.4.6', 'de'], ['2.5.4.3', 'x'], ['2.5.4.10', 'Contoso']))));
  assert.ok(isNameWithin(decode(sequence()), subtree));
});

const formats: readonly (readonly [Uint8Array, string])[] = [
  [sequence(), ''],
  [name(['2.5.4.6', 'DE'], ['2.5.4.10', 'Contoso'], ['2.5.4.3', 'im.contoso.com']), 'CN=im.contoso.com,O=Contoso,C=DE'],
  [
    name(
      ['0.9.2342.19200300.100.1.25', 'com'],
      ['2.5.4.8', 's'],
      ['2.5.4.7', 'l'],
      ['2.5.4.11', 'u'],
      ['2.5.4.9', 'r'],
      ['0.9.2342.19200300.100.1.1', 'i'],
    ),
    'UID=i,STREET=r,OU=u,L=l,ST=s,DC=com',
  ],
  [sequence(set(attribute('2.5.4.3', 'a'), attribute('2.5.4.11', 'b'))), 'CN=a+OU=b'],
  [name(['1.2.840.113549.1.9.1', der(0x16, 'a@b')]), '1.2.840.113549.1.9.1=#1603614062'],
  [name(['2.5.4.3', integer(5)]), 'CN=#020105'],
  [cn('a,b+c"d\\e<f>g;h=i'), 'CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h=i'],
  [cn(' #a# '), 'CN=\\ #a#\\ '],
  [cn('#a'), 'CN=\\#a'],
  [cn(' '), 'CN=\\ '],
  [cn('a\\ '), 'CN=a\\\\\\ '],
  [cn('a\0b\u001b[31m\u007f'), 'CN=a\\00b\\1b[31m\\7f'],
  [cn('M\u00fcller'), 'CN=M\u00fcller'],
];

test('writes names as RFC 4514 says', () => {
  for (const [bytes, expected] of formats) assert.equal(decode(bytes).text, expected);
});

test('gives every readable common name in the order of the encoding, control characters included', () => {
  const subject = name(['2.5.4.3', 'first'], ['2.5.4.10', 'x'], ['2.5.4.3', integer(1)], ['2.5.4.3', 'a\0b']);
  assert.deepEqual(commonNames(decode(subject)), ['first', 'a\0b']);
});

const strings: readonly (readonly [string, Uint8Array, string | undefined])[] = [
  ['UTF-8', der(0x0c, Buffer.from('Ж€😀', 'utf8')), 'Ж€😀'],
  ['UTF-8 with a byte order mark, which stays', der(0x0c, hex('efbbbf61')), '\ufeffa'],
  ['UTF-8 cut short', der(0x0c, hex('e282')), undefined],
  ['UTF-8 in more bytes than needed', der(0x0c, hex('c080')), undefined],
  ['BMP', der(0x1e, hex('004d00fc20ac')), 'Mü€'],
  ['BMP of an odd number of bytes', der(0x1e, hex('004d00')), undefined],
  ['Universal', der(0x1c, hex('0001f600')), '😀'],
  ['Universal beyond Unicode', der(0x1c, hex('00110000')), undefined],
  ['Universal cut short', der(0x1c, hex('000041')), undefined],
  ['Teletex', der(0x14, hex('4dfc')), 'Mü'],
  ['Numeric', der(0x12, '42'), '42'],
  ['Visible', der(0x1a, 'v'), 'v'],
  ['Printable with an asterisk', printable('*.contoso.com'), '*.contoso.com'],
  ['a long text', der(0x0c, 'x'.repeat(300)), 'x'.repeat(300)],
  ['a constructed string', der(0x2c, der(0x0c, 'a')), undefined],
  ['a context-specific tag', der(0x8c, 'a'), undefined],
];

for (const [what, element, expected] of strings) {
  test(`reads ${what} as ${expected === undefined ? 'no text' : 'text'}`, () => {
    const [[found] = []] = decode(cn(element)).relativeDistinguishedNames;
    assert.equal(found?.text, expected);
    assert.equal(found?.tag, element[0]);
    assert.deepEqual(found?.der, element);
  });
}

test('refuses what is no name', () => {
  for (const bytes of [
    set(),
    sequence(sequence()),
    sequence(set(sequence())),
    Buffer.concat([cn('a'), Uint8Array.of(0)]),
  ]) {
    assert.ok(!decodeName(bytes).ok);
  }
});

test('an empty relative distinguished name is kept', () => {
  assert.deepEqual(decode(sequence(set())).relativeDistinguishedNames, [[]]);
  assert.ok(!namesEqual(decode(sequence(set())), decode(sequence())));
});

test('writes every kind of general name', () => {
  const directory = decode(cn('a'));
  assert.equal(formatGeneralName({ kind: 'dns', text: 'a' }), 'DNS:a');
  assert.equal(formatGeneralName({ kind: 'email', text: 'a@b' }), 'email:a@b');
  assert.equal(formatGeneralName({ kind: 'uri', text: 'http://a' }), 'URI:http://a');
  assert.equal(formatGeneralName({ kind: 'ip', bytes: hex('0a000001') }), 'IP:10.0.0.1');
  assert.equal(formatGeneralName({ kind: 'directory', name: directory }), 'directory:CN=a');
  assert.equal(formatGeneralName({ kind: 'registered-id', oid: '1.2' }), 'registered ID:1.2');
  assert.equal(formatGeneralName({ kind: 'other', oid: '1.2', der: hex('05') }), 'other name 1.2:#05');
  assert.equal(formatGeneralName({ kind: 'x400', der: hex('05') }), 'X.400 address:#05');
  assert.equal(formatGeneralName({ kind: 'edi', der: hex('05') }), 'EDI party:#05');
});
