import type { PolicyId, Role } from '../model/vocabulary.ts';
import { type Policies, standardPolicies } from './policies.ts';
import type { Policy, RolePolicy } from './policy.ts';

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
  readonly wildcard: string;
  readonly nameMatcher: RolePolicy['nameMatcher'];
  /** Where the role's demands stand. */
  readonly citation: string;
}

/** Every role of every policy, in the order of the policies. */
export function describeRoles(policies: Policies = standardPolicies): readonly RoleDescription[] {
  return [...policies.values()].flatMap((policy) =>
    Object.entries(policy.roles).map(([role, demands]) => describeRole(policy, role, demands)),
  );
}

/** What the names of a virtual server's topology are called; the paths of other templates speak for themselves. */
const names: Readonly<Record<string, string>> = {
  [path('url.host')]: "the host of the virtual server's URL",
  [path('server.fqdn')]: 'the FQDN of the server computer',
  [path('externalUrl.host')]: 'the host of the external URL',
  [path('proxyOrExternalUrl.host')]:
    'the FQDN of the proxy if the external and internal URLs differ, else the host of the URL',
  [path('host')]: 'the name dialed',
};

const shortNames: Readonly<Record<string, string>> = {
  [path('url.host')]: 'HOST',
  [path('externalUrl.host')]: 'EXTERNAL-HOST',
  [path('host')]: 'HOST',
};

function path(value: string): string {
  return `\${${value}}`;
}

function shorten(template: string): string {
  return Object.entries(shortNames).reduce((text, [long, short]) => text.replaceAll(long, short), template);
}

const trustTexts: Readonly<Record<string, string>> = {
  access: 'internal, external or both, as declared for the virtual server',
};

function describeRole({ id, pathProfile }: Policy, role: Role, demands: RolePolicy): RoleDescription {
  const {
    title,
    dialed,
    commonNames,
    requiredNames,
    trust,
    extendedKeyUsage,
    keyUsage,
    wildcard,
    nameMatcher,
    source,
  } = demands;
  const { list } = trust;
  return {
    policy: id,
    role,
    title,
    dialed: dialed,
    subject: commonNames.length === 0 ? null : commonNames.map((name) => names[name] ?? name).join(' or '),
    dnsNames: requiredNames.dns.map(shorten),
    trust: list === undefined ? null : (trustTexts[list] ?? list),
    extendedKeyUsage: describeExtendedKeyUsage(extendedKeyUsage, pathProfile),
    keyUsage: describeKeyUsage(keyUsage),
    wildcard: typeof wildcard === 'string' ? wildcard : `only for ${wildcard.join(', ')}`,
    nameMatcher,
    citation: source,
  };
}

/** Public CAs have to name the purpose. */
function describeExtendedKeyUsage(
  { required, oneOf, absent }: RolePolicy['extendedKeyUsage'],
  pathProfile: Policy['pathProfile'],
): string {
  const demanded = [...required, ...(oneOf.length === 0 ? [] : [oneOf.join(' or ')])].join(' and ');
  if (demanded === '') return 'any';
  if (absent === 'fail') return demanded;
  return `${demanded}, or no extension${pathProfile === 'web-pki' ? ' (private CAs only)' : ''}`;
}

function describeKeyUsage({ required, absent, needsRsa }: RolePolicy['keyUsage']): string {
  const bits = required === 'negotiated' ? 'what the negotiated key exchange used' : required.join(' and ');
  return `${bits}${needsRsa ? ', with an RSA key' : ''}${absent === 'pass' ? ', or no extension' : ''}`;
}
