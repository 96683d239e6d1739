import { nameKey } from '../x509/name-key.ts';
import type { Certificate } from '../x509/certificate.ts';
import { checkLink } from './check-link.ts';
import { isSelfIssued } from './issuer-links.ts';
import { maximumSignatureChecks } from './path-budget.ts';
import { groupBySubject } from './trust-store.ts';

/** How presented certificates hang together, without any store. */
export interface ChainLinks {
  /** Certificates that issuer links reach from the leaf, leaf first, in the order they were reached (nearest first). */
  readonly reachable: readonly Certificate[];
  /** Others that no link reaches, in the order given; byte duplicates are not listed (compare lengths for those). */
  readonly unreachable: readonly Certificate[];
  /** Each link, by certificate: `subject` was issued by `issuer`. */
  readonly links: readonly { readonly subject: Certificate; readonly issuer: Certificate }[];
  /** Reachable and self-issued: where a chain may end. */
  readonly selfIssued: readonly Certificate[];
  /** Reachable, not self-issued, and no issuer was presented: where the chain breaks off. */
  readonly missingIssuerOf: readonly Certificate[];
  /** True where signature checks ran out: further links were not looked for. */
  readonly budgetExceeded: boolean;
}

/**
 * Follows issuer links from the leaf through the others, by name and, where the algorithm can be checked, by signature:
 * an issuer of the right name whose key does not verify is no link. Self-signatures are no links. Never looks at dates or
 * usages. Bounded by the signature budget of a path search.
 */
export function linkChain(leaf: Certificate, others: readonly Certificate[]): ChainLinks {
  const unique = [...new Map(others.map((certificate) => [certificate.sha256, certificate])).values()].filter(
    ({ sha256 }) => sha256 !== leaf.sha256,
  );
  const bySubject = groupBySubject(unique);
  const links: { subject: Certificate; issuer: Certificate }[] = [];
  const reached = new Map([[leaf.sha256, leaf]]);
  let checksLeft = maximumSignatureChecks;
  let budgetExceeded = false;
  // A Map visits what is added while it is walked, so this is the breadth-first queue as well.
  for (const subject of reached.values()) {
    for (const issuer of bySubject.get(nameKey(subject.issuer)) ?? []) {
      if (issuer.sha256 === subject.sha256) continue;
      budgetExceeded ||= checksLeft === 0;
      if (budgetExceeded) continue;
      checksLeft -= 1;
      if (checkLink(subject, issuer.publicKey) === 'invalid') continue;
      links.push({ subject, issuer });
      reached.set(issuer.sha256, issuer);
    }
  }
  const reachable = [...reached.values()];
  return {
    reachable,
    unreachable: unique.filter(({ sha256 }) => !reached.has(sha256)),
    links,
    selfIssued: reachable.filter(isSelfIssued),
    missingIssuerOf: reachable.filter(
      (certificate) => !isSelfIssued(certificate) && !links.some(({ subject }) => subject === certificate),
    ),
    budgetExceeded,
  };
}
