import type { PolicyId, Role } from '../model/vocabulary.ts';
import { policies } from './policies.ts';
import type { NameSource, Policy, RolePolicy } from './policy.ts';

/** One role as `certmuster roles` shows it: short texts, ready to print. */
export interface RoleDescription {
  readonly policy: PolicyId;
  readonly role: Role;
  readonly title: string;
  /** What is dialed. */
  readonly dialed: string;
  /** What the subject's CN has to be; null: nothing is demanded. */
  readonly subject: string | null;
  /** The dNSName entries demanded. */
  readonly dnsNames: readonly string[];
  /** Which trust list of a deployment the chain has to reach; null: the target's own stores. */
  readonly trust: string | null;
  readonly extendedKeyUsage: string;
  readonly keyUsage: string;
  readonly wildcard: RolePolicy['wildcard'];
  readonly nameMatcher: RolePolicy['nameMatcher'];
  /** Where the role's demands stand. */
  readonly citation: string;
}

/** Every role of every policy, in the order of the policies. */
export function describeRoles(): readonly RoleDescription[] {
  return Object.values(policies).flatMap((policy) =>
    Object.entries(policy.roles).map(([role, demands]) => describeRole(policy, role as Role, demands)),
  );
}

const sources: Readonly<Record<NameSource, string>> = {
  url: "the host of the virtual server's URL",
  server: 'the FQDN of the server computer',
  'external-url': 'the host of the external URL',
  'proxy-or-external-url': 'the FQDN of the proxy if the external and internal URLs differ, else the host of the URL',
  dialed: 'the name dialed',
};

const trustTexts: Readonly<Record<NonNullable<RolePolicy['trust']>, string>> = {
  internal: 'internal',
  external: 'external',
  mtls: 'mtls',
  access: 'internal, external or both, as declared for the virtual server',
};

function describeRole({ id, pathProfile }: Policy, role: Role, demands: RolePolicy): RoleDescription {
  const { title, dialed, subject, dnsNames, trust, extendedKeyUsage, keyUsage, wildcard, nameMatcher, citation } =
    demands;
  return {
    policy: id,
    role,
    title,
    dialed,
    subject: subject === undefined ? null : sources[subject],
    dnsNames: dnsNames.map(({ prefix, source }) => `${prefix}${source === 'external-url' ? 'EXTERNAL-HOST' : 'HOST'}`),
    trust: trust === undefined ? null : trustTexts[trust],
    extendedKeyUsage: describeExtendedKeyUsage(extendedKeyUsage, pathProfile),
    keyUsage: describeKeyUsage(keyUsage),
    wildcard,
    nameMatcher,
    citation,
  };
}

/** Public CAs have to name the purpose. */
function describeExtendedKeyUsage(
  { required, absent }: RolePolicy['extendedKeyUsage'],
  pathProfile: Policy['pathProfile'],
): string {
  if (absent === 'fail') return required;
  return `${required}, or no extension${pathProfile === 'web-pki' ? ' (private CAs only)' : ''}`;
}

function describeKeyUsage({ required, absent, needsRsa }: RolePolicy['keyUsage']): string {
  const bits = required === 'negotiated' ? 'what the negotiated key exchange used' : required.join(' and ');
  return `${bits}${needsRsa ? ', with an RSA key' : ''}${absent === 'pass' ? ', or no extension' : ''}`;
}
