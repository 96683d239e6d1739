import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorOf, pathOf } from '../ask-path.ts';
import { type Changes, forge, forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { dns, distinguishedName, extension, serverAuth, subjectAlternativeName, uri } from '../forge-extensions.ts';
import { bits, bmpString, integer, objectIdentifier, octets, sequence, tagged } from '../forge-der.ts';

const root = forgeCa('Root');
const garbage = Buffer.from('not DER at all');
const asked = (changes: Changes) => ({ leaf: forgeLeaf('x.example', { issuer: root, ...changes }), anchors: [root] });

test('an unknown extension is refused where it is critical and nowhere else', () => {
  const unknown = (critical: boolean) => asked({ extensions: [extension('1.2.3.4', garbage, critical)] });
  assert.equal(errorOf(unknown(true)).kind, 'unhandled-critical-extension');
  assert.equal(pathOf(unknown(false)).length, 2);
});

test('what is decoded may be critical, and has to decode then', () => {
  const oid = objectIdentifier(serverAuth);
  const template = sequence(objectIdentifier('1.3.6.1.4.1.311.21.8.1.16'), integer(100), integer(1));
  for (const [what, type, value] of [
    ['application policies', '1.3.6.1.4.1.311.21.10', sequence(sequence(oid))],
    ['template name', '1.3.6.1.4.1.311.20.2', bmpString('WebServer')],
    ['template', '1.3.6.1.4.1.311.21.7', template],
    ['Netscape certificate type', '2.16.840.1.113730.1.1', bits(Uint8Array.of(0x40), 6)],
    ['SCT list', '1.3.6.1.4.1.11129.2.4.2', octets(Uint8Array.of(0, 0))],
    ['TLS features', '1.3.6.1.5.5.7.1.24', sequence(integer(5))],
    ['subject information access', '1.3.6.1.5.5.7.1.11', sequence(sequence(oid, uri('http://x.example')))],
    ['issuer alternative name', '2.5.29.18', sequence(dns('x.example'))],
    ['freshest CRL', '2.5.29.46', sequence(sequence(tagged(0xa0, tagged(0xa0, uri('http://x.example')))))],
  ] as const) {
    assert.equal(pathOf(asked({ extensions: [extension(type, value, true)] })).length, 2, what);
    const broken = asked({ extensions: [extension(type, garbage, true)] });
    assert.equal(errorOf(broken).kind, 'malformed-extension', what);
  }
});

test('what is not judged is refused where it is critical, and each is named', () => {
  for (const [oid, name] of [
    ['1.3.6.1.4.1.311.21.11', 'application policy mappings'],
    ['1.3.6.1.4.1.311.21.12', 'application policy constraints'],
    ['1.3.6.1.5.5.7.1.3', 'QC statements'],
    ['1.3.6.1.5.5.7.48.1.5', 'OCSP no check'],
    ['2.5.29.16', 'private key usage period'],
    ['2.5.29.9', 'subject directory attributes'],
    ['1.3.6.1.4.1.311.25.2', 'security identifier of an account'],
  ] as const) {
    const { kind, message } = errorOf(asked({ extensions: [extension(oid, sequence(), true)] }));
    assert.equal(kind, 'unhandled-critical-extension', oid);
    assert.ok(message.includes(`the critical extension ${oid} (${name}), which`), message);
  }
  const two = asked({ extensions: [extension('1.2.3.4', garbage, true), extension('1.2.3.5', garbage, true)] });
  assert.match(errorOf(two).message, /the critical extensions 1\.2\.3\.4 and 1\.2\.3\.5, which/);
});

test('what is decoded and not judged is refused where it is critical, and nowhere else', () => {
  for (const [oid, name, value] of [
    ['1.3.6.1.4.1.311.21.1', 'CA version', integer(1)],
    ['1.3.6.1.4.1.311.21.2', 'hash of the previous CA certificate', octets(Buffer.alloc(20))],
  ] as const) {
    assert.equal(pathOf(asked({ extensions: [extension(oid, value)] })).length, 2, oid);
    const { kind, message } = errorOf(asked({ extensions: [extension(oid, value, true)] }));
    assert.equal(kind, 'unhandled-critical-extension', oid);
    assert.ok(message.includes(`the critical extension ${oid} (${name}), which`), message);
    const broken = errorOf(asked({ extensions: [extension(oid, garbage, true)] }));
    assert.equal(broken.kind, 'malformed-extension', oid);
    const anchor = forgeCa('Root', { extensions: [extension(oid, value, true)] });
    const below = { leaf: forgeLeaf('x.example', { issuer: anchor }), anchors: [anchor] };
    assert.equal(errorOf(below).kind, 'unhandled-critical-extension', oid);
  }
});

test("a precertificate's poison refuses it", () => {
  const poison = extension('1.3.6.1.4.1.11129.2.4.3', Uint8Array.of(0x05, 0x00), true);
  assert.equal(errorOf(asked({ extensions: [poison] })).kind, 'unhandled-critical-extension');
});

test('an unknown critical extension of the anchor counts as well', () => {
  const anchor = forgeCa('Root', { extensions: [extension('1.2.3.4', garbage, true)] });
  const leaf = forgeLeaf('x.example', { issuer: anchor });
  assert.equal(errorOf({ leaf, anchors: [anchor] }).kind, 'unhandled-critical-extension');
});

test('a malformed extension that validation reads never counts as absent', () => {
  for (const oid of ['2.5.29.17', '2.5.29.15', '2.5.29.37', '2.5.29.19', '2.5.29.30', '2.5.29.32']) {
    assert.equal(errorOf(asked({ extensions: [extension(oid, garbage)] })).kind, 'malformed-extension', oid);
  }
});

test('a malformed extension that validation does not read is left to strict', () => {
  const question = asked({ extensions: [extension('1.3.6.1.5.5.7.1.1', garbage)] });
  assert.equal(pathOf(question).length, 2);
  assert.equal(errorOf({ ...question, profile: 'strict' }).kind, 'malformed-extension');
});

test('an extension that stands twice is refused, known or not', () => {
  const twice = (oid: string, value: Uint8Array) => {
    const forged = forge({
      subject: distinguishedName('x.example'),
      issuer: root,
      extensions: [extension(oid, value), extension(oid, value)],
    });
    return errorOf({ leaf: forged, anchors: [root], purpose: undefined }).kind;
  };
  assert.equal(twice('1.2.3.4', garbage), 'malformed-extension');
  assert.equal(twice('2.5.29.17', subjectAlternativeName(dns('x.example')).value), 'malformed-extension');
});

test('extensions in a version 1 certificate are refused', () => {
  assert.equal(errorOf(asked({ version: 1 })).kind, 'malformed-extension');
});

test('two signature algorithms in one certificate are refused', () => {
  const outerAlgorithm = sequence(Uint8Array.from([0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03]));
  const error = errorOf(asked({ outerAlgorithm }));
  assert.ok(['signature-algorithm-mismatch', 'bad-signature'].includes(error.kind), error.kind);
});
