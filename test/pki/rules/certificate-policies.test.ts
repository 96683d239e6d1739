import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import type { PolicyInputs } from '../../../src/pki/path/path.ts';
import { errorOf, pathOf, requestOf } from '../ask-path.ts';
import { integer, objectIdentifier, sequence, text } from '../forge-der.ts';
import { type Forged, forgeCa, forgeLeaf } from '../forge-certificate.ts';
import {
  certificatePolicies,
  critical,
  extension,
  type ForgedExtension,
  inhibitAnyPolicy,
  policyConstraints,
  policyMappings,
} from '../forge-extensions.ts';

const [gold, silver, bronze, any] = ['1.2.3.1', '1.2.3.2', '1.2.3.3', '2.5.29.32.0'] as const;

type Levels = readonly (readonly ForgedExtension[])[];

/** A chain from the extensions of root, intermediate and leaf. */
function chain(...levels: Levels) {
  const [rootExtensions = [], ...rest] = levels;
  const leafExtensions = rest.pop() ?? [];
  const root = forgeCa('Root', { extensions: rootExtensions });
  const cas: Forged[] = [root];
  for (const extensions of rest) cas.push(forgeCa(`CA ${cas.length}`, { issuer: cas.at(-1), extensions }));
  const leaf = forgeLeaf('x.example', { issuer: cas.at(-1), extensions: leafExtensions });
  return { leaf, candidates: cas, anchors: [root] };
}

const fails = (...levels: Levels) => assert.equal(errorOf(chain(...levels)).kind, 'certificate-policies');
const holds = (...levels: Levels) => assert.ok(pathOf(chain(...levels)).length > 1);

test('policies that do not meet matter only where an explicit policy is required', () => {
  holds([], [certificatePolicies(gold)], [certificatePolicies(silver)]);
  fails([], [certificatePolicies(gold), policyConstraints(0)], [certificatePolicies(silver)]);
  holds([], [certificatePolicies(gold), policyConstraints(0)], [certificatePolicies(gold, silver)]);
});

test('a leaf without policies fails where one is required', () => {
  fails([], [certificatePolicies(gold), policyConstraints(0)], []);
});

test('anyPolicy of the CA allows what the leaf names, and anyPolicy of the leaf what the CA named', () => {
  holds([], [certificatePolicies(any), policyConstraints(0)], [certificatePolicies(gold)]);
  holds([], [certificatePolicies(gold), policyConstraints(0)], [certificatePolicies(any)]);
});

test('anyPolicy counts for nothing once it is inhibited', () => {
  fails([], [certificatePolicies(gold), policyConstraints(0), inhibitAnyPolicy(0)], [certificatePolicies(any)]);
  holds([], [certificatePolicies(gold), policyConstraints(0), inhibitAnyPolicy(1)], [certificatePolicies(any)]);
});

test('requireExplicitPolicy waits for fewer certificates than it says, the leaf counting twice (§6.1.5 a, PKITS 4.9.3)', () => {
  holds(
    [],
    [certificatePolicies(gold), policyConstraints(3)],
    [certificatePolicies(gold)],
    [certificatePolicies(silver)],
  );
  fails(
    [],
    [certificatePolicies(gold), policyConstraints(2)],
    [certificatePolicies(gold)],
    [certificatePolicies(silver)],
  );
});

test('the leaf itself may require an explicit policy', () => {
  fails([], [certificatePolicies(gold)], [certificatePolicies(silver), policyConstraints(0)]);
});

test("the anchor's own policy constraints are the initial values (RFC 5937)", () => {
  fails([policyConstraints(0)], [certificatePolicies(gold)], [certificatePolicies(silver)]);
});

test('a mapped policy is expected under its new name and no longer under its old one', () => {
  const mapping = [certificatePolicies(gold), policyConstraints(0), policyMappings([gold, bronze])];
  holds([], mapping, [certificatePolicies(bronze)]);
  fails([], mapping, [certificatePolicies(gold)]);
});

test('an inhibited mapping takes the policy away', () => {
  const inhibits = [certificatePolicies(gold), policyConstraints(0, 0)];
  fails([], inhibits, [certificatePolicies(gold), policyMappings([gold, bronze])], [certificatePolicies(bronze)]);
});

test('anyPolicy is never mapped', () => {
  fails([], [certificatePolicies(any), policyMappings([any, gold])], [certificatePolicies(gold)]);
});

test("the anchor's own policies narrow what an explicit policy may be (RFC 5937 §3.2)", () => {
  const demanding = [certificatePolicies(gold, silver), policyConstraints(0)];
  fails([certificatePolicies(bronze)], demanding, [certificatePolicies(gold)]);
  holds([certificatePolicies(gold)], demanding, [certificatePolicies(gold)]);
  fails([certificatePolicies(silver)], demanding, [certificatePolicies(gold)]);
  holds([certificatePolicies(any)], demanding, [certificatePolicies(gold)]);
  holds([certificatePolicies(bronze)], [certificatePolicies(gold)], [certificatePolicies(gold)]);
  const mapping = [certificatePolicies(gold), policyConstraints(0), policyMappings([gold, bronze])];
  holds([certificatePolicies(gold)], mapping, [certificatePolicies(bronze)]);
  fails([certificatePolicies(bronze)], mapping, [certificatePolicies(bronze)]);
});

test('policy inputs of the caller: acceptable policies, and explicit policy, mapping and anyPolicy from the start', () => {
  const plain = chain([], [certificatePolicies(gold)], [certificatePolicies(gold)]);
  const ask = (policies: PolicyInputs, question: ReturnType<typeof chain> = plain): string =>
    createPathFinder()(requestOf({ ...question, policies })).ok ? 'holds' : 'fails';
  assert.equal(ask({ acceptable: [silver] }), 'holds');
  assert.equal(ask({ acceptable: [silver], requireExplicit: true }), 'fails');
  assert.equal(ask({ acceptable: [silver, gold], requireExplicit: true }), 'holds');
  const anyone = chain([], [certificatePolicies(any)], [certificatePolicies(any)]);
  assert.equal(ask({ acceptable: [silver], requireExplicit: true }, anyone), 'holds');
  assert.equal(ask({ inhibitAny: true, requireExplicit: true }, anyone), 'fails');
  const mapped = chain([], [certificatePolicies(gold), policyMappings([gold, bronze])], [certificatePolicies(bronze)]);
  assert.equal(ask({ acceptable: [gold], requireExplicit: true }, mapped), 'holds');
  assert.equal(ask({ acceptable: [bronze], requireExplicit: true }, mapped), 'fails');
  assert.equal(ask({ inhibitMapping: true, requireExplicit: true }, mapped), 'fails');
});

test('an unknown qualifier, or one that cannot be decoded, refuses critical policies only (§4.2.1.4)', () => {
  const qualified = (qualifiers: Uint8Array) =>
    extension('2.5.29.32', sequence(sequence(objectIdentifier(gold), qualifiers)));
  const cps = qualified(sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.2.1'), text(0x16, 'http://x.example'))));
  const unknown = qualified(sequence(sequence(objectIdentifier('1.2.3.4.5'), text(0x16, 'x'))));
  const broken = qualified(integer(1));
  holds([], [], [critical(cps)]);
  holds([], [], [unknown]);
  fails([], [], [critical(unknown)]);
  fails([], [critical(unknown)], []);
  fails([], [], [critical(broken)]);
});
