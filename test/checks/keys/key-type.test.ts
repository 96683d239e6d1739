import { before, test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { type KeyKind, makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome } from '../finding.ts';
import { findingOfRole } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = async (key: RoleDocument['key'], kind: KeyKind, check = 'key-type') => {
  const pair = await makeKeyPair(kind);
  const { intermediate, root } = contoso.authority;
  return findingOfRole(
    check,
    { key },
    { chain: [contoso.leaf({}, { key: pair }).der, intermediate.der], anchors: [root.der] },
  );
};

test('passes for a kind that the role names and fails for any other', async () => {
  assertOutcome(await judge({ types: ['ec', 'ed25519'] }, 'p-256'), 'pass');
  assertOutcome(await judge({ types: ['ec', 'ed25519'] }, 'ed25519'), 'pass');
  assertFault(
    await judge({ types: ['ec', 'ed25519'] }, 'rsa-1024'),
    'type-not-allowed',
    'The key is RSA 1024, not EC or Ed25519',
  );
});

test('names curves as NIST and SEC do, and applies them to EC keys alone', async () => {
  assertOutcome(await judge({ curves: ['secp256r1'] }, 'p-256'), 'pass');
  assertOutcome(await judge({ curves: ['P-256'] }, 'rsa-1024'), 'pass');
  assertFault(
    await judge({ types: ['ec'], curves: ['P-256'] }, 'p-384'),
    'curve-not-allowed',
    'The key is EC P-384; the role allows P-256',
  );
});

test('does not apply where another role of the policy alone demands it', () => {
  const scene = {
    chain: [contoso.leaf().der],
    policy: { roles: { node: { title: 'A' }, other: { title: 'B', key: { types: ['ec' as const] } } } },
  };
  assertOutcome(findingOfRole('key-type', {}, scene), 'not-applicable', 'no-demand');
});

test('key-strength compares with the size that the role states, and advises one that it allows', async () => {
  const finding = await judge({ minimumRsaBits: 3072 }, 'rsa-2048', 'key-strength');
  assertFault(finding, 'weak-key', 'Weak key (RSA 2048) in CN=im.contoso.com; the minimum is 3072 bits');
  assertOutcome(await judge({ minimumRsaBits: 1024 }, 'rsa-1024', 'key-strength'), 'pass');
});

test('a kind of key that is not known here is left open', () => {
  // An EC key's algorithm, 1.2.840.10045.2.1, changed to one that nobody has.
  const der = Uint8Array.from(contoso.leaf().der);
  const oid = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
  const at = der.findIndex((_, index) => oid.every((byte, offset) => der[index + offset] === byte));
  der[at + 6] = 0x7f;
  assertOutcome(
    findingOfRole('key-type', { key: { types: ['ec'] } }, { chain: [der] }),
    'undetermined',
    'unsupported-algorithm',
  );
});
