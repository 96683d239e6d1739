import { hosts, organizations } from './constraints.ts';
import { type Hash, issue, type Recipe } from './issue.ts';
import type { PoolKey } from './key-pool.ts';
import { type NameText, respell, writeName } from './names.ts';
import { createRandom, type Random } from './random.ts';
import { authorityExtensions, type Circumstances, leafExtensions, type Theme } from './shapes.ts';
import { oddValidity, soundValidity } from './validity.ts';

/** A certificate hierarchy as a relying party meets it: what it trusts, what it was shown, whom it dialed. All DER. */
export interface Hierarchy {
  readonly index: number;
  readonly host: string;
  readonly anchors: readonly Uint8Array[];
  readonly presented: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
}

export interface HierarchySource {
  readonly seed: number;
  readonly pool: readonly PoolKey[];
}

/** A CA: a name and the key it signs with. Several certificates may be about it. */
interface Authority {
  readonly name: NameText;
  readonly key: PoolKey;
  /** CAs on the way down to the leaves. */
  readonly below: number;
}

/** Makes the hierarchy of this index: the same one for the same seed, but for the bytes of keys. */
export function makeHierarchy({ seed, pool }: HierarchySource, index: number): Hierarchy {
  const random = createRandom(seed, index);
  const workshop = createWorkshop(random, pool);
  const depth = random.integer(6);
  const root = workshop.makeAuthority('Root', depth);
  const presented: Uint8Array[] = [];
  const authorities = [root];
  for (let level = 1; level <= depth; level += 1) {
    const above = authorities.at(-1) ?? root;
    let authority = workshop.makeAuthority(`CA ${level}`, depth - level);
    presented.push(workshop.certify(authority, above));
    if (random.chance(0.1)) presented.push(workshop.certify(authority, above));
    if (random.chance(workshop.theme === 'renewals' ? 0.5 : 0.05)) {
      const renewed = { ...authority, key: workshop.takeKey() };
      presented.push(workshop.certify(renewed, authority));
      authority = renewed;
    }
    authorities.push(authority);
  }
  const rootCertificate = workshop.certify(root, root);
  const trusted = random.chance(0.08) ? [] : [rootCertificate];
  addRivals({ random, workshop, root, authorities, presented, trusted });
  const issuing = authorities.at(-1) ?? root;
  const host = random.pick(hosts);
  const leaves = Array.from({ length: 3 }, () =>
    workshop.certifyLeaf(random.chance(0.85) ? issuing : pickOf(random, authorities, issuing), host),
  );
  if (random.chance(workshop.theme === 'version 1' ? 0.5 : 0.15))
    trusted.push(pickOf(random, presented, rootCertificate));
  if (random.chance(0.08)) trusted.push(pickOf(random, leaves, rootCertificate));
  if (random.chance(0.3)) presented.push(rootCertificate);
  const kept = presented.filter(() => !random.chance(0.04));
  return {
    index,
    host,
    anchors: random.shuffle(trusted),
    presented: random.chance(0.5) ? random.shuffle(kept) : kept.toReversed(),
    leaves,
  };
}

interface Growing {
  readonly random: Random;
  readonly workshop: Workshop;
  readonly root: Authority;
  readonly authorities: readonly Authority[];
  readonly presented: Uint8Array[];
  readonly trusted: Uint8Array[];
}

/** Other roots, of another or of the same name, cross-signed from them or among each other; loops included. */
function addRivals({ random, workshop, root, authorities, presented, trusted }: Growing): void {
  if (random.chance(0.15)) {
    const twin = { ...root, key: workshop.takeKey() };
    trusted.push(workshop.certify(twin, twin));
  }
  if (random.chance(0.3)) {
    const other = workshop.makeAuthority('Other Root', authorities.length);
    if (random.chance(0.7)) trusted.push(workshop.certify(other, other));
    presented.push(workshop.certify(pickOf(random, authorities, root), other));
    if (random.chance(0.3)) presented.push(workshop.certify(pickOf(random, authorities, root), other));
  }
  if (random.chance(0.15)) {
    presented.push(workshop.certify(pickOf(random, authorities, root), pickOf(random, authorities, root)));
  }
}

type Workshop = ReturnType<typeof createWorkshop>;

/** Issues the certificates of one hierarchy. How much is odd in it is drawn once: from nothing to a good deal. */
function createWorkshop(random: Random, pool: readonly PoolKey[]) {
  const oddness = random.pick([0, 0.01, 0.03, 0.08]);
  const theme = random.pick<Theme>(['nothing', 'nothing', 'policies', 'constraints', 'renewals', 'version 1']);
  const keys = [...random.shuffle(pool)];
  let serialNumber = 0;
  const takeKey = (): PoolKey => {
    const key = keys.pop() ?? pool[0];
    if (key === undefined) throw new Error('no keys in the pool');
    return key;
  };
  const makeAuthority = (commonName: string, below: number): Authority => {
    const organization = random.pick(organizations);
    return { name: { organization, commonName: `Test ${commonName}` }, key: takeKey(), below };
  };

  /** Everything but names, keys and extensions. */
  function frame(): Pick<
    Recipe,
    'version' | 'serialNumber' | 'hash' | 'notBefore' | 'notAfter' | 'breakSignature' | 'misnameAlgorithm'
  > {
    serialNumber += 1;
    return {
      version: random.chance(theme === 'version 1' ? 0.1 : oddness / 2) ? 1 : 3,
      serialNumber,
      hash: random.pick<Hash>(['sha256', 'sha256', 'sha384', 'sha1']),
      ...(random.chance(oddness) ? oddValidity(random) : soundValidity(random)),
      breakSignature: random.chance(oddness / 3),
      misnameAlgorithm: random.chance(oddness / 3),
    };
  }

  function write(about: { subject: Uint8Array; key: PoolKey }, issuer: Authority, extend: Extend): Uint8Array {
    const issuerName = writeName(issuer.name, random.chance(0.05) ? respell(random) : {});
    const circumstances = { random, oddness, key: about.key, signer: issuer.key, issuerName, theme };
    const framed = frame();
    const extensions = framed.version === 1 ? [] : extend(circumstances);
    return issue({ ...framed, ...about, issuerName, signer: issuer.key, extensions });
  }

  return {
    theme,
    takeKey,
    makeAuthority,
    certify: ({ name, key, below }: Authority, issuer: Authority) =>
      write({ subject: writeName(name), key }, issuer, (circumstances) => authorityExtensions(circumstances, below)),
    certifyLeaf: (issuer: Authority, host: string) => {
      const name = { organization: random.pick(organizations), commonName: random.chance(0.5) ? host : undefined };
      const key = takeKey();
      const selfSigned = { name, key, below: 0 };
      const subject = writeName(name);
      return write({ subject, key }, random.chance(oddness) ? selfSigned : issuer, (circumstances) =>
        leafExtensions(circumstances, host),
      );
    },
  };
}

type Extend = (circumstances: Circumstances) => Recipe['extensions'];

function pickOf<T>(random: Random, list: readonly T[], otherwise: T): T {
  return list[random.integer(list.length)] ?? otherwise;
}
