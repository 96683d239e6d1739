import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (...chain: Uint8Array[]) => findingOf('certificate-encoding', { chain });

test('passes where everything decodes', () => {
  const finding = judge(contoso.leaf().der, contoso.authority.intermediate.der);
  assertOutcome(finding, 'pass');
  assert.equal(finding.observed, 'nothing odd');
});

test('fails on a malformed extension of any certificate presented, and says which and why', () => {
  const broken = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.30', value: malformed }] }).der;
  const finding = judge(contoso.leaf().der, broken);
  assertOutcome(finding, 'fail');
  assert.match(
    finding.message,
    /The extension nameConstraints \(2\.5\.29\.30\) of CN=im\.contoso\.com,O=Contoso is malformed/,
  );
});

test('fails on an undecodable certificate behind the leaf', () => {
  const finding = judge(contoso.leaf().der, malformed);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /at place 2 cannot be decoded/);
});

test('odd but readable encodings pass and are named', () => {
  const finding = judge(contoso.leaf({ serialNumber: Uint8Array.of(0x80, 1) }).der);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /Odd but readable: .*serialNumber, place 1/);
});

test('is undetermined for an undecodable leaf, which chain-trust reports', () => {
  assertOutcome(judge(malformed), 'undetermined', 'undecodable');
});
