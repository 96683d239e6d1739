import type { Certificate } from '../../x509/certificate.ts';
import { type CheckLink, checkLink as checkLinkAnew } from './check-link.ts';
import { compareKeyIdentifiers, isSelfIssued } from './issuer-links.ts';
import { maximumSignatureChecks } from './path-budget.ts';
import { groupBySubject } from '../trust/trust-store.ts';

export interface ChainLink {
  readonly subject: Certificate;
  readonly issuer: Certificate;
}

/** How presented certificates are linked, without any store. */
export interface ChainLinks {
  /** Certificates that issuer links reach from the leaf, leaf first, in the order they were reached (nearest first). */
  readonly reachable: readonly Certificate[];
  /** Others that no link reaches, in the order given; byte duplicates are not listed (compare lengths for those). */
  readonly unreachable: readonly Certificate[];
  readonly links: readonly ChainLink[];
  /** The links that are only claimed: the subject's signature does not verify under the issuer's key. */
  readonly unverified: readonly ChainLink[];
  /** Reachable and self-issued: a chain may end there. */
  readonly selfIssued: readonly Certificate[];
  /** Reachable, not self-issued, and no issuer was presented: the chain breaks off there. */
  readonly missingIssuerOf: readonly Certificate[];
  /** True if signature checks or the work of the endpoint ran out: further links were not looked for. */
  readonly budgetExceeded: boolean;
}

export interface LinkChainOptions {
  /**
   * A certificate that none of the others signed is linked to the one it names, by name and, if both have one, by key identifier:
   * a forged leaf above its issuer is not a leaf whose issuer is missing. Default: false.
   */
  readonly followClaims?: boolean;
  /** Default: one that remembers nothing, see `createLinkChecker`. */
  readonly checkLink?: CheckLink;
}

/**
 * Follows issuer links from the leaf through the others, by name and, if the algorithm can be checked, by signature:
 * an issuer of the right name whose key does not verify is not linked. Self-signatures are not links. Never looks at dates or
 * usages. Bounded by the signature budget of a path search.
 */
export function linkChain(
  leaf: Certificate,
  others: readonly Certificate[],
  { followClaims = false, checkLink = checkLinkAnew }: LinkChainOptions = {},
): ChainLinks {
  const unique = new Map<string, Certificate>();
  for (const other of others) if (other.sha256 !== leaf.sha256) unique.set(other.sha256, other);
  const bySubject = groupBySubject(unique.values());
  const links: ChainLink[] = [];
  const unverified: ChainLink[] = [];
  const selfIssued: Certificate[] = [];
  const missingIssuerOf: Certificate[] = [];
  const reached = new Map([[leaf.sha256, leaf]]);
  let checksLeft = maximumSignatureChecks;
  let budgetExceeded = false;
  // A Map visits what is added while it is walked, so this is the breadth-first queue as well.
  for (const subject of reached.values()) {
    const wrong: Certificate[] = [];
    const signers: Certificate[] = [];
    for (const issuer of bySubject.get(subject.issuer.key) ?? []) {
      if (issuer.sha256 === subject.sha256) continue;
      budgetExceeded ||= checksLeft === 0;
      if (budgetExceeded) break;
      checksLeft -= 1;
      const state = checkLink(subject, issuer.publicKey);
      if (state === 'not-checked') budgetExceeded = true;
      else if (state === 'invalid') wrong.push(issuer);
      else signers.push(issuer);
    }
    const isSelf = isSelfIssued(subject);
    const isClaim = followClaims && signers.length === 0 && !budgetExceeded && !isSelf;
    const issuers = isClaim ? named(subject, wrong) : signers;
    for (const issuer of issuers) {
      const link = { subject, issuer };
      links.push(link);
      if (isClaim) unverified.push(link);
      reached.set(issuer.sha256, issuer);
    }
    if (isSelf) selfIssued.push(subject);
    else if (issuers.length === 0) missingIssuerOf.push(subject);
  }
  const reachable = [...reached.values()];
  const unreachable: Certificate[] = [];
  // The leaf is not among the others: if more were reached than there are others, all were.
  if (reachable.length <= unique.size) {
    for (const other of unique.values()) if (!reached.has(other.sha256)) unreachable.push(other);
  }
  return { reachable, unreachable, links, unverified, selfIssued, missingIssuerOf, budgetExceeded };
}

/** Of issuers of the right name those whose key identifier fits; if there is none, those without a key identifier to compare. */
function named(subject: Certificate, namesakes: readonly Certificate[]): readonly Certificate[] {
  if (namesakes.length === 0) return namesakes;
  const fitting = (wanted: 'equal' | 'unknown'): readonly Certificate[] =>
    namesakes.filter((issuer) => compareKeyIdentifiers(issuer, subject) === wanted);
  const equal = fitting('equal');
  return equal.length > 0 ? equal : fitting('unknown');
}
