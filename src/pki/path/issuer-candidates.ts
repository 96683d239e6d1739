import type { Certificate } from '../../x509/certificate.ts';
import { inheritParameters } from './inherited-parameters.ts';
import { compareKeyIdentifiers } from './issuer-links.ts';
import type { PathRequest } from './path.ts';

/** A certificate whose subject is the issuer asked for. */
export interface IssuerCandidate {
  readonly certificate: Certificate;
  readonly isAnchor: boolean;
}

/** The possible issuers of certificates, the likeliest first. */
export interface IssuerCandidates {
  readonly issuersOf: (certificate: Certificate) => readonly IssuerCandidate[];
}

/**
 * Looks among the anchors and what was presented, without byte duplicates and without presented anchors (an anchor ends a path
 * wherever it came from). Order: anchors, then those whose key identifier fits, then those valid now, then the longest lived.
 * Key identifiers only order; they never rule a candidate out. DSA keys
 * have the parameters that they inherit. Made for one search.
 */
export function createIssuerCandidates({ candidates, store, at }: PathRequest): IssuerCandidates {
  const unique = new Map(candidates.map((certificate) => [certificate.sha256, certificate]));
  const withoutAnchors = [...unique.values()].filter(({ sha256 }) => store.findByFingerprint(sha256) === undefined);
  const withParameters = inheritParameters(withoutAnchors, store);
  const compare = (left: Certificate, right: Certificate, subject: Certificate): number =>
    fit(right, subject) - fit(left, subject) ||
    Number(isValidAt(right, at)) - Number(isValidAt(left, at)) ||
    right.notAfter.getTime() - left.notAfter.getTime();
  const find = (subject: Certificate): readonly IssuerCandidate[] => {
    const sort = (group: readonly Certificate[]) =>
      group.length < 2 ? group : group.toSorted((left, right) => compare(left, right, subject));
    const anchors = sort(store.findBySubject(subject.issuer));
    const presented = sort(withoutAnchors.filter((certificate) => certificate.subject.key === subject.issuer.key));
    return [
      ...anchors.map((certificate) => ({ certificate, isAnchor: true })),
      ...presented.map((certificate) => ({ certificate: withParameters(certificate), isAnchor: false })),
    ];
  };
  // A search meets the same certificate on many branches.
  const found = new Map<string, readonly IssuerCandidate[]>();
  return {
    issuersOf: (subject) => {
      const known = found.get(subject.sha256) ?? find(subject);
      found.set(subject.sha256, known);
      return known;
    },
  };
}

function fit(issuer: Certificate, subject: Certificate): number {
  return { equal: 2, unknown: 1, different: 0 }[compareKeyIdentifiers(issuer, subject)];
}

function isValidAt({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return notBefore.getTime() <= at.getTime() && at.getTime() <= notAfter.getTime();
}
