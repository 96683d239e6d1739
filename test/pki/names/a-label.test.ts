import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToASCII } from 'node:url';

import { findALabelDefect } from '../../../src/pki/names/a-label.ts';
import { decodePunycode } from '../../../src/pki/names/decode-punycode.ts';

test('decodes what domain names are encoded as', () => {
  for (const name of [
    'bücher',
    'münchen',
    '例え',
    'правда',
    'ελληνικά',
    'ひらがなカタカナ',
    '😀',
    'mañana-2',
    'a-ü-b',
  ]) {
    const label = domainToASCII(name);
    assert.ok(label.startsWith('xn--'), name);
    assert.equal(decodePunycode(label.slice('xn--'.length)), name, label);
    assert.equal(decodePunycode(label.slice('xn--'.length).toUpperCase()), name, label);
    assert.equal(findALabelDefect(label), undefined, label);
    assert.equal(findALabelDefect(label.toUpperCase()), undefined, label);
  }
});

test('decodes the samples of RFC 3492 §7.1', () => {
  assert.equal(decodePunycode('ihqwcrb4cv8a8dqg056pqjye'), '他们为什么不说中文');
  assert.equal(decodePunycode('tdbbeh.'), undefined);
  assert.equal(decodePunycode('d9juau41awczczp'), 'そのスピードで');
  assert.equal(decodePunycode('Hello-Another-Way--fc4qua05auwb3674vfr0b'), 'hello-another-way-それぞれの場所');
});

test('refuses what breaks off, runs over, or is not what encoding writes', () => {
  for (const text of ['abc-\u00fc', 'zzzzzzz-999', '9999999999', 'b_cher', 'bücher', '99999999999999999999a', '-kva']) {
    assert.equal(decodePunycode(text), undefined, text);
    assert.equal(findALabelDefect(`xn--${text}`), 'is not Punycode', text);
  }
  assert.equal(findALabelDefect('xn--'), 'is not Punycode');
  assert.equal(findALabelDefect(`xn--${'a'.repeat(100_000)}`), 'is not Punycode');
});

test('letters that only IDNA2008 allows are sound', () => {
  // straße, a word that ends in the final sigma, and one with a zero-width non-joiner.
  for (const label of ['xn--strae-oqa', 'xn--nxasmm1c', 'xn--mgba3gch31f060k']) {
    assert.equal(findALabelDefect(label), undefined, label);
  }
});

test('says what keeps a label from being an A-label', () => {
  assert.equal(findALabelDefect('xn--abc-'), 'encodes ASCII only');
  // a, followed by a combining diaeresis.
  assert.equal(findALabelDefect('xn--a-ccb'), 'is not in Unicode Normalization Form C');
  const forbidden = 'encodes characters or hyphens that IDNA2008 does not allow there';
  assert.equal(findALabelDefect('xn--bcher-2pa'), forbidden, 'an upper-case U with diaeresis');
  assert.equal(findALabelDefect('xn--bc---3ra'), forbidden, 'hyphens in third and fourth place');
});

test('symbols and the order of letters are left to registries', () => {
  // An inverted exclamation mark; a Latin letter before a Hebrew one.
  for (const label of ['xn--7a', 'xn--0ca24w']) assert.equal(findALabelDefect(label), undefined, label);
});
