import type { PolicyDocument } from '../model/policy-document.ts';
import type { RoleDocument } from '../model/role-document.ts';
import { jsonPath, type Problem } from '../model/problem.ts';
import { usageText } from '../model/purpose-names.ts';
import { compileRole } from './compile-role.ts';
import { mergeStatements, statementsOf } from './layers.ts';
import type { NameKind, RolePolicy } from './policy.ts';

type Documents = readonly [PolicyDocument, ...PolicyDocument[]];

/** A contradiction within a role: keys from the role on, of which the first that the document states is where it is reported. */
interface Contradiction {
  readonly keys: readonly string[];
  readonly message: string;
}

/** Demands of the roles of a document, with all that they inherit, which no certificate can meet at once. */
export function findContradictions(last: PolicyDocument, documents: Documents): readonly Problem[] {
  const parts = [
    { roles: last.roles ?? {}, base: ['roles'] as readonly (string | number)[], layers: documents },
    ...(last.dated ?? []).map(({ roles = {} }, index) => ({
      roles,
      base: ['dated', index, 'roles'] as const,
      layers: [...documents, ...(last.dated ?? []).slice(0, index + 1)],
    })),
  ];
  return parts.flatMap(({ roles, base, layers }) =>
    Object.entries(roles).flatMap(([id, stated]) => {
      const merged = mergeStatements(statementsOf(id, layers));
      return contradictionsOf(compileRole(id, merged, undefined), merged).flatMap(({ keys, message }) => {
        // One that stands in what the role extends is reported there.
        const key = keys.find((each) => isStated(stated, each));
        return key === undefined ? [] : [{ path: jsonPath([...base, id, ...key.split('.')]), message }];
      });
    }),
  );
}

function isStated(role: RoleDocument, key: string): boolean {
  let value: unknown = role;
  for (const part of key.split('.')) value = Object(value)[part];
  return value !== undefined;
}

function contradictionsOf(role: RolePolicy, merged: RoleDocument): readonly Contradiction[] {
  return [
    ...nameContradictions(role),
    ...usageContradictions(role),
    ...keyContradictions(role, merged),
    ...otherContradictions(role),
  ];
}

function nameContradictions(role: RolePolicy): readonly Contradiction[] {
  const kinds = ['dns', 'ip', 'uri', 'email'] as const satisfies readonly NameKind[];
  return kinds.flatMap((kind): readonly Contradiction[] =>
    role.requiredNames[kind].flatMap((name) => {
      const keys = [`names.required.${kind}`, `names.forbidden.${kind}`];
      const isForbidden = role.forbiddenNames[kind].some((pattern) => covers(pattern, name));
      return isForbidden ? [{ keys, message: `requires ${name} and forbids it: no certificate can have both` }] : [];
    }),
  );
}

function covers(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  const expression = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${expression.join('.*')}$`, 'i').test(name);
}

function usageContradictions({ extendedKeyUsage, keyUsage }: RolePolicy): readonly Contradiction[] {
  const { required, oneOf, allowed, forbidden } = extendedKeyUsage;
  const both = required.filter((purpose) => forbidden.includes(purpose));
  const allowedToo = allowed.filter((purpose) => forbidden.includes(purpose));
  const alternatives = oneOf.filter((purpose) => !forbidden.includes(purpose));
  const bits = keyUsage.required === 'negotiated' ? [] : keyUsage.required;
  return [
    ...both.map((purpose) => ({
      keys: ['extendedKeyUsage.required', 'extendedKeyUsage.forbidden'],
      message: `requires ${usageText(purpose)} and forbids it`,
    })),
    ...allowedToo.map((purpose) => ({
      // To forbid what the base allows is to narrow it.
      keys: ['extendedKeyUsage.allowed'],
      message: `allows ${usageText(purpose)} and forbids it`,
    })),
    ...(oneOf.length > 0 && alternatives.length === 0
      ? [
          {
            keys: ['extendedKeyUsage.oneOf', 'extendedKeyUsage.forbidden'],
            message: 'demands one of purposes that are all forbidden',
          },
        ]
      : []),
    ...(keyUsage.absent === 'fail' &&
    bits.length + keyUsage.oneOf.length === 0 &&
    keyUsage.required !== 'negotiated' &&
    keyUsage.allowed.length === 0
      ? [{ keys: ['keyUsage.absent'], message: 'demands the extension and allows no bit in it' }]
      : []),
  ];
}

function keyContradictions(
  { key, keyUsage }: RolePolicy,
  { key: stated = {}, keyUsage: bits = {} }: RoleDocument,
): readonly Contradiction[] {
  const { types, curves } = key;
  const needs = keyUsage.required === 'negotiated' ? [] : keyUsage.required;
  const hasRsa = types === undefined || types.includes('rsa');
  const hasEc = types === undefined || types.includes('ec');
  const over = (minimum: number | undefined, recommended: number | undefined): boolean =>
    minimum !== undefined && recommended !== undefined && minimum > recommended;
  const found: (Contradiction | false)[] = [
    !hasRsa &&
      needs.includes('keyEncipherment') && {
        keys: ['key.types', 'keyUsage.required'],
        message: `allows no RSA key and requires keyEncipherment, which only RSA keys can use`,
      },
    !hasRsa &&
      bits.needsRsa === true && {
        keys: ['key.types', 'keyUsage.needsRsa'],
        message: 'allows no RSA key and needs one (keyUsage.needsRsa)',
      },
    !hasEc &&
      curves !== undefined && { keys: ['key.curves', 'key.types'], message: 'names curves and allows no EC key' },
    !hasRsa &&
      (stated.minimumRsaBits ?? stated.recommendedRsaBits) !== undefined && {
        keys: ['key.minimumRsaBits', 'key.recommendedRsaBits', 'key.types'],
        message: 'names sizes of RSA keys and allows no RSA key',
      },
    over(stated.minimumRsaBits, stated.recommendedRsaBits) && {
      keys: ['key.minimumRsaBits', 'key.recommendedRsaBits'],
      message: `demands at least ${stated.minimumRsaBits} bits and recommends ${stated.recommendedRsaBits}, which is less`,
    },
    over(stated.minimumEcBits, stated.recommendedEcBits) && {
      keys: ['key.minimumEcBits', 'key.recommendedEcBits'],
      message: `demands at least ${stated.minimumEcBits} bits and recommends ${stated.recommendedEcBits}, which is less`,
    },
  ];
  return found.filter((each) => each !== false);
}

function otherContradictions({
  lifetime,
  trust,
  sharing,
  template,
  allowedSignatureAlgorithms,
  thresholds,
}: RolePolicy): readonly Contradiction[] {
  const { minimumDays, maximumDays } = lifetime;
  const same = [...(sharing?.sameKeyAs ?? []), ...(sharing?.sameCertificateAs ?? [])];
  const found: readonly (Contradiction | false)[] = [
    minimumDays !== undefined &&
      maximumDays !== undefined &&
      minimumDays > maximumDays && {
        keys: ['lifetime.minimumDays', 'lifetime.maximumDays'],
        message: `demands at least ${minimumDays} days and at most ${maximumDays}`,
      },
    trust.publiclyTrusted === 'required' &&
      trust.stores !== undefined &&
      !trust.stores.some((store) => ['mozilla', 'system'].includes(store)) && {
        keys: ['trust.stores', 'trust.publiclyTrusted'],
        message: `has to be publicly trusted, and to lead to ${trust.stores.join(' or ')}, which are stores of your own`,
      },
    trust.publiclyTrusted === 'forbidden' &&
      trust.stores?.every((store) => store === 'mozilla') === true && {
        keys: ['trust.stores', 'trust.publiclyTrusted'],
        message: 'must not be publicly trusted, and has to lead to the Mozilla store',
      },
    (sharing?.differentKeyFrom ?? []).some((role) => same.includes(role)) && {
      keys: ['sharing.differentKeyFrom', 'sharing.sameKeyAs', 'sharing.sameCertificateAs'],
      message: 'demands the same key and a different one from one role',
    },
    template.required.some((name) => template.forbidden.includes(name)) && {
      keys: ['template.required', 'template.forbidden'],
      message: 'requires a template and forbids it',
    },
    (allowedSignatureAlgorithms ?? []).some(
      (name) => thresholds.forbiddenSignatureAlgorithms?.includes(name) === true,
    ) && {
      keys: ['signature.allowed', 'signature.forbidden'],
      message: 'allows a signature algorithm and forbids it',
    },
  ];
  return found.filter((each) => each !== false);
}
