import type { Certificate } from '../../x509/certificate.ts';
import { isSelfIssued } from '../path/issuer-links.ts';
import { nameOf } from '../name-of.ts';
import type { PathRule } from '../path/rule.ts';

/** RFC 5280 §4.2.1.4. */
export const anyPolicy = '2.5.29.32.0';

/** State of RFC 5280 §6.1.2 that concerns policies. */
interface PolicyState {
  /** Policies that the next certificate may name: the expected_policy_set of the deepest level of the tree. */
  expected: Set<string>;
  explicitPolicy: number;
  policyMapping: number;
  inhibitAny: number;
}

/**
 * RFC 5280 §6.1.3 (d) to §6.1.5 (g), with any-policy as the user's initial set: all that is asked is whether the valid
 * policy tree is empty while an explicit policy is required. That needs only the deepest level, so what is kept is one
 * set a level, never the tree whose size doubles (CVE-2023-0464, RFC 9618). RFC 5937 §3: the anchor's own policy
 * constraints are the initial values.
 */
export const policiesHold: PathRule = (path) => {
  // Without a demand the counters stay above one, and §6.1 cannot fail.
  if (!path.some(demandsPolicies)) return undefined;
  const anchor = path.at(-1);
  const below = path.slice(0, -1).toReversed();
  if (anchor === undefined || below.length === 0) return undefined;
  const state: PolicyState = {
    expected: new Set([anyPolicy]),
    explicitPolicy: below.length + 1,
    policyMapping: below.length + 1,
    inhibitAny: below.length + 1,
  };
  tighten(state, anchor);
  for (const [index, certificate] of below.entries()) {
    const isLeaf = index === below.length - 1;
    narrow(state, certificate, isLeaf);
    if (state.explicitPolicy === 0 && state.expected.size === 0) return fault(certificate);
    if (!isLeaf) prepareForNext(state, certificate);
  }
  const leaf = path[0];
  return leaf !== undefined && isDemandedAtTheEnd(state, leaf) && state.expected.size === 0 ? fault(leaf) : undefined;
};

function demandsPolicies({ extensions }: Certificate): boolean {
  return extensions.policyConstraints !== undefined;
}

/** §6.1.3 (d) and (e): what of the certificate's policies the level above expected. */
function narrow(state: PolicyState, certificate: Certificate, isLeaf: boolean): void {
  const policies = certificate.extensions.certificatePolicies;
  if (policies === undefined || !policies.ok) {
    state.expected = new Set();
    return;
  }
  const named = new Set(policies.value.map(({ oid }) => oid));
  const anyAllowed = named.has(anyPolicy) && (state.inhibitAny > 0 || (!isLeaf && isSelfIssued(certificate)));
  const next = new Set<string>();
  for (const policy of named) {
    if (policy !== anyPolicy && (state.expected.has(policy) || state.expected.has(anyPolicy))) next.add(policy);
  }
  if (anyAllowed) for (const policy of state.expected) next.add(policy);
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
  const before = new Set(state.expected);
  for (const { issuer } of mappings.value) state.expected.delete(issuer);
  if (state.policyMapping === 0) return;
  for (const { issuer, subject } of mappings.value) {
    if (before.has(issuer) || before.has(anyPolicy)) state.expected.add(subject);
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
