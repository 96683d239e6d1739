import type { Certificate } from '../../x509/certificate.ts';
import { isSelfIssued } from '../path/issuer-links.ts';
import { nameOf } from '../name-of.ts';
import type { PathRule } from '../path/rule.ts';

/** RFC 5280 §4.2.1.4. */
export const anyPolicy = '2.5.29.32.0';

/** State of RFC 5280 §6.1.2 that concerns policies. */
interface PolicyState {
  /**
   * The expected_policy_set of the deepest level of the tree: policies that the next certificate may name, each with the policies
   * of the anchor's domain that it stands for. anyPolicy stands for all of them.
   */
  expected: Map<string, ReadonlySet<string>>;
  explicitPolicy: number;
  policyMapping: number;
  inhibitAny: number;
}

/**
 * RFC 5280 §6.1.3 (d) to §6.1.5 (g): whether the policies of the path, constrained to those that are acceptable, are empty while an
 * explicit policy is required. That needs only the deepest level, so what is kept is one map a level, never the tree whose size
 * doubles (CVE-2023-0464, RFC 9618). RFC 5937 §3: the anchor's own policies narrow what is acceptable, and its policy constraints
 * are the initial values.
 */
export const policiesHold: PathRule = (path, inputs = {}) => {
  // Without a demand the counters stay above one, and §6.1 cannot fail.
  if (inputs.requireExplicit !== true && !path.some(demandsPolicies)) return undefined;
  const anchor = path.at(-1);
  const below = path.slice(0, -1).toReversed();
  if (anchor === undefined || below.length === 0) return undefined;
  const initial = (isSet: boolean | undefined): number => (isSet === true ? 0 : below.length + 1);
  const state: PolicyState = {
    expected: new Map([[anyPolicy, new Set([anyPolicy])]]),
    explicitPolicy: initial(inputs.requireExplicit),
    policyMapping: initial(inputs.inhibitMapping),
    inhibitAny: initial(inputs.inhibitAny),
  };
  tighten(state, anchor);
  for (const [index, certificate] of below.entries()) {
    const isLeaf = index === below.length - 1;
    narrow(state, certificate, isLeaf);
    if (state.explicitPolicy === 0 && state.expected.size === 0) return fault(certificate);
    if (!isLeaf) prepareForNext(state, certificate);
  }
  const leaf = path[0];
  if (leaf === undefined || !isDemandedAtTheEnd(state, leaf)) return undefined;
  const acceptable = acceptableOf(anchor, inputs.acceptable);
  const remaining = [...state.expected.values()].flatMap((policies) => [...policies]);
  return remaining.some((policy) => isAmong(policy, acceptable)) ? undefined : fault(leaf);
};

/** RFC 5937 §3.2: what both the caller and the anchor allow; undefined: any policy. */
function acceptableOf(
  { extensions: { certificatePolicies } }: Certificate,
  asked: readonly string[] | undefined,
): readonly string[] | undefined {
  const named = certificatePolicies?.ok === true ? certificatePolicies.value.map(({ oid }) => oid) : [anyPolicy];
  if (named.includes(anyPolicy)) return asked;
  return asked === undefined ? named : named.filter((policy) => asked.includes(policy));
}

/** anyPolicy at the end of a path stands for each acceptable one (§6.1.5 g iii 3). */
function isAmong(policy: string, acceptable: readonly string[] | undefined): boolean {
  if (acceptable === undefined) return true;
  return policy === anyPolicy ? acceptable.length > 0 : acceptable.includes(policy);
}

function demandsPolicies({ extensions }: Certificate): boolean {
  return extensions.policyConstraints !== undefined;
}

/** §6.1.3 (d) and (e): what of the certificate's policies the level above expected. */
function narrow(state: PolicyState, certificate: Certificate, isLeaf: boolean): void {
  const policies = certificate.extensions.certificatePolicies;
  if (policies === undefined || !policies.ok) {
    state.expected = new Map();
    return;
  }
  const named = new Set(policies.value.map(({ oid }) => oid));
  const anyAllowed = named.has(anyPolicy) && (state.inhibitAny > 0 || (!isLeaf && isSelfIssued(certificate)));
  const next = new Map<string, ReadonlySet<string>>();
  for (const policy of named) {
    if (policy === anyPolicy) continue;
    const known = state.expected.get(policy) ?? (state.expected.has(anyPolicy) ? new Set([policy]) : undefined);
    if (known !== undefined) next.set(policy, known);
  }
  if (anyAllowed) for (const [policy, known] of state.expected) if (!next.has(policy)) next.set(policy, known);
  state.expected = next;
}

/** §6.1.5 (a) and (b). */
function isDemandedAtTheEnd(state: PolicyState, leaf: Certificate): boolean {
  const constraints = leaf.extensions.policyConstraints;
  return state.explicitPolicy <= 1 || (constraints?.ok === true && constraints.value.requireExplicitPolicy === 0);
}

/** §6.1.4 (b), (h), (i) and (j). */
function prepareForNext(state: PolicyState, certificate: Certificate): void {
  mapPolicies(state, certificate);
  if (!isSelfIssued(certificate)) {
    state.explicitPolicy = Math.max(0, state.explicitPolicy - 1);
    state.policyMapping = Math.max(0, state.policyMapping - 1);
    state.inhibitAny = Math.max(0, state.inhibitAny - 1);
  }
  tighten(state, certificate);
}

/** §6.1.4 (b): an issuer's policy becomes the subject domain's policies, or disappears if mapping is inhibited. */
function mapPolicies(state: PolicyState, certificate: Certificate): void {
  const mappings = certificate.extensions.policyMappings;
  if (mappings === undefined || !mappings.ok) return;
  const before = new Map(state.expected);
  for (const { issuer } of mappings.value) state.expected.delete(issuer);
  if (state.policyMapping === 0) return;
  for (const { issuer, subject } of mappings.value) {
    const known = before.get(issuer) ?? (before.has(anyPolicy) ? new Set([issuer]) : undefined);
    if (known === undefined) continue;
    state.expected.set(subject, new Set([...(state.expected.get(subject) ?? []), ...known]));
  }
}

function tighten(state: PolicyState, certificate: Certificate): void {
  const { policyConstraints, inhibitAnyPolicy } = certificate.extensions;
  if (policyConstraints?.ok === true) {
    const { requireExplicitPolicy, inhibitPolicyMapping } = policyConstraints.value;
    state.explicitPolicy = Math.min(state.explicitPolicy, requireExplicitPolicy ?? state.explicitPolicy);
    state.policyMapping = Math.min(state.policyMapping, inhibitPolicyMapping ?? state.policyMapping);
  }
  if (inhibitAnyPolicy?.ok === true) state.inhibitAny = Math.min(state.inhibitAny, inhibitAnyPolicy.value);
}

function fault(certificate: Certificate) {
  return {
    kind: 'certificate-policies' as const,
    message: `The chain requires an explicit certificate policy, and none remains valid at ${nameOf(certificate)} (RFC 5280 §6.1.3 f).`,
    certificate,
  };
}
