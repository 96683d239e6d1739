import {
  type Changes,
  type Forged,
  forgeCa,
  forgeLeaf,
  type KeyPair,
  makeKeys,
  makeRsaKeys,
} from '../pki/forge-certificate.ts';
import {
  basicConstraints,
  certificatePolicies,
  clientAuth,
  directory,
  distinguishedName,
  dns,
  email,
  extendedKeyUsage,
  extension,
  type ForgedExtension,
  inhibitAnyPolicy,
  ip,
  keyUsage,
  nameConstraints,
  policyConstraints,
  policyMappings,
  serverAuth,
  subjectAlternativeName,
} from '../pki/forge-extensions.ts';
import type { Random } from './random.ts';

/** Certificates of one random PKI: who is trusted, who is at hand, and leaves to be judged. */
export interface Hierarchy {
  readonly anchors: readonly Forged[];
  readonly intermediates: readonly Forged[];
  readonly leaves: readonly Forged[];
}

const leavesPerHierarchy = 8;

/** A few keys for everybody: generating them costs more than all the rest. */
export function makeKeyRing(): readonly KeyPair[] {
  return [
    ...Array.from({ length: 12 }, () => makeKeys()),
    ...Array.from({ length: 3 }, () => makeKeys('P-384')),
    ...Array.from({ length: 3 }, () => makeRsaKeys(2_048)),
  ];
}

/** Roots, one to three layers of CAs with cross-signs, and leaves, most of them right and each with a chance of a fault. */
export function makeHierarchy(random: Random, keyRing: readonly KeyPair[]): Hierarchy {
  const name = (layer: number, index: number): string => `CA ${layer}.${index}`;
  const ca = (commonName: string, keys: KeyPair, issuer: Forged | undefined): Forged =>
    forgeCa(commonName, { keys, issuer, ...caFaults(random) });
  const anchors = Array.from({ length: 1 + random.below(2) }, (_, index) =>
    ca(name(0, index), random.pick(keyRing), undefined),
  );
  const intermediates: Forged[] = [];
  let above: readonly Forged[] = anchors;
  for (let layer = 1; layer <= random.below(4); layer += 1) {
    const here: Forged[] = [];
    for (let index = 0; index <= random.below(2); index += 1) {
      const keys = random.pick(keyRing);
      for (let copies = random.below(3); copies >= 0; copies -= 1)
        here.push(ca(name(layer, index), keys, random.pick(above)));
      if (random.chance(0.15)) here.push(ca(name(layer, index), random.pick(keyRing), random.pick(here)));
    }
    intermediates.push(...here);
    above = here;
  }
  const issuers = [...above, ...above, ...anchors, ...intermediates];
  const leaves = Array.from({ length: leavesPerHierarchy }, () => {
    return forgeLeaf('www.good.test', {
      keys: random.pick(keyRing),
      issuer: random.pick(issuers),
      ...leafFaults(random),
    });
  });
  return { anchors: random.chance(0.1) ? [...anchors, ...intermediates.slice(0, 1)] : anchors, intermediates, leaves };
}

function caFaults(random: Random): Changes {
  const extensions: ForgedExtension[] = [];
  const without: string[] = [];
  const kind = random.below(100);
  if (kind < 20) extensions.push(basicConstraints(true, random.below(3)));
  else if (kind < 23) extensions.push(basicConstraints(false));
  else if (kind < 26) without.push('2.5.29.19');
  const usage = random.below(100);
  if (usage < 4) extensions.push(keyUsage(0x02));
  else if (usage < 14) without.push('2.5.29.15');
  if (random.chance(0.15)) extensions.push(extendedKeyUsage(random.pick([serverAuth, serverAuth, clientAuth])));
  if (random.chance(0.25)) extensions.push(randomConstraints(random));
  if (random.chance(0.03)) extensions.push(extension('1.2.3.4', Uint8Array.of(5, 0), random.chance(0.5)));
  extensions.push(...randomPolicies(random));
  if (random.chance(0.2)) without.push('2.5.29.35');
  if (random.chance(0.2)) without.push('2.5.29.14');
  return { extensions, without, ...randomFrame(random) };
}

function leafFaults(random: Random): Changes {
  const extensions: ForgedExtension[] = [];
  const without: string[] = [];
  const subject = random.pick(['www.good.test', 'Web', '']);
  const names = Array.from({ length: 1 + random.below(3) }, () => random.pick(leafNames));
  extensions.push(subjectAlternativeName(...names));
  const purpose = random.below(10);
  if (purpose === 0) extensions.push(extendedKeyUsage(clientAuth));
  else if (purpose === 1) without.push('2.5.29.37');
  if (random.chance(0.03)) extensions.push(extension('1.2.3.4', Uint8Array.of(5, 0), random.chance(0.5)));
  if (random.chance(0.5)) extensions.push(certificatePolicies(random.pick(policies)));
  if (random.chance(0.2)) without.push('2.5.29.35');
  return {
    subject: distinguishedName(subject),
    extensions,
    without,
    ...randomFrame(random),
    breakSignature: random.chance(0.03),
  };
}

function randomFrame(random: Random): Changes {
  if (random.chance(0.04)) return { notAfter: new Date('2026-03-01T00:00:00Z') };
  if (random.chance(0.02)) return { notBefore: new Date('2026-12-01T00:00:00Z') };
  return random.chance(0.05) ? { hash: 'sha1' } : {};
}

const leafNames = [
  dns('www.good.test'),
  dns('a.b.good.test'),
  dns('*.good.test'),
  dns('other.test'),
  ip(192, 0, 2, 7),
  ip(...Buffer.from('20010db8000000000000000000000001', 'hex')),
  email('me@good.test'),
  directory('Web'),
];

const subtrees = [
  dns('good.test'),
  dns('www.good.test'),
  dns('test'),
  dns('other.test'),
  ip(192, 0, 2, 0, 255, 255, 255, 0),
  ip(198, 51, 100, 0, 255, 255, 255, 0),
  email('good.test'),
  email('other.test'),
  directory('Web'),
];

const policies = ['1.2.3.1', '1.2.3.2', '2.5.29.32.0'] as const;

function randomConstraints(random: Random): ForgedExtension {
  const some = (limit: number) => Array.from({ length: random.below(limit) }, () => random.pick(subtrees));
  const permitted = some(4);
  const excluded = permitted.length === 0 ? [random.pick(subtrees)] : some(2);
  return nameConstraints({ permitted, excluded });
}

function randomPolicies(random: Random): readonly ForgedExtension[] {
  const extensions: ForgedExtension[] = [];
  if (random.chance(0.6)) extensions.push(certificatePolicies(random.pick(policies)));
  if (random.chance(0.1))
    extensions.push(policyConstraints(random.below(3), random.chance(0.5) ? random.below(2) : undefined));
  if (random.chance(0.1)) extensions.push(policyMappings(['1.2.3.1', '1.2.3.2']));
  if (random.chance(0.1)) extensions.push(inhibitAnyPolicy(random.below(2)));
  return extensions;
}
