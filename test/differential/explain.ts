import { isSelfIssued, isSelfSigned } from '../../src/pki/issuer-links.ts';
import type { PathRequest } from '../../src/pki/path.ts';
import { createPathBudget } from '../../src/pki/path-budget.ts';
import { createPathSearch } from '../../src/pki/path-search.ts';
import { profileRules } from '../../src/pki/profiles.ts';
import { isSingleLabel } from '../../src/pki/public-suffixes.ts';
import type { CertificateRule, PathRule } from '../../src/pki/rule.ts';
import { policiesHold } from '../../src/pki/rules/certificate-policies.ts';
import { issuerIsCa } from '../../src/pki/rules/certification-authority.ts';
import { nameConstraintsHold } from '../../src/pki/rules/name-constraints.ts';
import { createVerifiedLinks } from '../../src/pki/verified-links.ts';
import type { Certificate } from '../../src/x509/certificate.ts';

/** Why OpenSSL refuses a path that we accept, where it was given nothing else. */
export function explainRefusal(path: readonly Certificate[]): string | undefined {
  const isRolledOver = path.slice(1, -1).some((certificate) => isSelfIssued(certificate) && !isSelfSigned(certificate));
  return isRolledOver ? 'OpenSSL takes a self-issued CA (a key rollover) for a self-signed one' : undefined;
}

/** A rule of ours that OpenSSL does not have, and what has to be seen on the path it lets through. */
interface Difference {
  readonly name: string;
  readonly rule: CertificateRule | PathRule;
  readonly isSeen: (path: readonly Certificate[]) => boolean;
}

const differences: readonly Difference[] = [
  {
    name: "we hold the anchor's own policy constraints (RFC 5937), OpenSSL ignores them",
    rule: policiesHold,
    isSeen: (path) => {
      const { policyConstraints, inhibitAnyPolicy } = path.at(-1)?.extensions ?? {};
      return policyConstraints !== undefined || inhibitAnyPolicy !== undefined;
    },
  },
  {
    name: 'we want basic constraints of a version 3 anchor, OpenSSL takes the store at its word',
    rule: issuerIsCa,
    isSeen: (path) => path.at(-1)?.extensions.basicConstraints === undefined,
  },
  {
    name: 'a wildcard that could expand into an excluded subtree fails here and not in OpenSSL',
    rule: nameConstraintsHold,
    isSeen: ([leaf]) => {
      const names = leaf?.extensions.subjectAlternativeName;
      return names?.ok === true && names.value.some((name) => name.kind === 'dns' && name.text.includes('*'));
    },
  },
];

/** Why OpenSSL accepts what we refuse: the rule without which we would accept it too, if it is one we mean to have. */
export function explainAcceptance(request: PathRequest): string | undefined {
  const single = differences.find((difference) => isExplainedBy(request, [difference]));
  if (single !== undefined) return single.name;
  return isExplainedBy(request, differences) ? 'several of these' : undefined;
}

function isExplainedBy(request: PathRequest, dropped: readonly Difference[]): boolean {
  const isDropped = (rule: CertificateRule | PathRule): boolean =>
    dropped.some((difference) => difference.rule === rule);
  const { certificateRules, pathRules } = profileRules[request.profile];
  const path = createPathSearch({
    request,
    links: createVerifiedLinks(),
    rules: {
      certificateRules: certificateRules.filter((rule) => !isDropped(rule)),
      pathRules: pathRules.filter((rule) => !isDropped(rule)),
    },
    validation: {
      at: request.at,
      purpose: request.purpose,
      host: { kind: 'invalid' },
      maximumIntermediates: undefined,
      budget: createPathBudget(),
      isPublicSuffix: isSingleLabel,
    },
  }).findFaultless();
  return path !== undefined && dropped.some(({ isSeen }) => isSeen(path));
}
