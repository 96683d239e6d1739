import { isSelfIssued } from '../pki/issuer-links.ts';
import type { ChainLinks } from '../pki/link-chain.ts';
import { nameOf } from '../pki/name-of.ts';
import type { TrustStore } from '../pki/path.ts';
import type { Certificate } from '../x509/certificate.ts';
import { formatName } from '../x509/format-name.ts';
import { rfc } from './citations.ts';
import { defineCheck } from './define-check.ts';
import { issuerPointers } from './issuer-pointers.ts';
import { fail, type Judgement, pass, undetermined } from './judgement.ts';
import { type KnownIssuer, knownIssuers, selfIssuedByAuthorityKey } from './known-issuers.ts';
import { joinWords, quote } from './quote.ts';

/**
 * No intermediate is missing among the certificates presented, whatever stores or AIA offer. A server may leave out the
 * root and nothing else (RFC 5246 §7.4.2), so the chain is whole where it ends in a self-issued certificate, in an anchor
 * of the role, or just below a root that some store knows. An issuer that no store knows may be a missing intermediate or
 * an unknown root: a leaf sent alone fails, above a CA certificate the question stays open.
 */
export const chainCompleteness = defineCheck({
  id: 'chain-completeness',
  title: 'No intermediate certificate is missing among those presented',
  why: 'Clients that neither cache nor download intermediates cannot build the path, while others can, so the fault comes and goes.',
  remedy:
    "Install the chain of intermediate certificates on the server, in the computer's Intermediate Certification Authorities store or the server's chain file.",
  citation: rfc(5246, '7.4.2 (certificate_list)'),
  needs: ['leaf', 'links', 'trust', 'publicStore'],
  judge: ({ leaf, links, trust, publicStore }) => {
    const stores = [...new Set([...trust.map(({ store }) => store), publicStore])];
    const end = findEnd(
      links,
      trust.map(({ store }) => store),
      stores,
    );
    if (end !== undefined) return pass(`The certificates presented are a whole chain: ${end}.`);
    const tops = links.missingIssuerOf.length > 0 ? links.missingIssuerOf : links.reachable;
    const top = tops[0] ?? leaf;
    const observed = `no issuer of ${quote(formatName(top.subject))}`;
    const known = tops.flatMap((certificate) => knownIssuers(certificate, stores))[0];
    if (known !== undefined) return missingIntermediate(top, known, observed);
    return judgeUnknownIssuer(leaf, top, observed);
  },
});

/** What a whole chain ends in, or undefined. */
function findEnd(
  { reachable, selfIssued }: ChainLinks,
  roleStores: readonly TrustStore[],
  stores: readonly TrustStore[],
): string | undefined {
  const [root] = selfIssued;
  if (root !== undefined) return `it ends in ${nameOf(root)}, which issued itself`;
  for (const certificate of reachable) {
    const store = roleStores.find(({ findByFingerprint }) => findByFingerprint(certificate.sha256) !== undefined);
    if (store !== undefined) return `it ends in ${nameOf(certificate)}, an anchor of ${store.name}`;
    const issuer = knownIssuers(certificate, stores).find((candidate) => isSelfIssued(candidate.certificate));
    if (issuer !== undefined) return `it ends just below the root ${nameOf(issuer.certificate)}`;
  }
  return undefined;
}

function missingIntermediate(top: Certificate, known: KnownIssuer, observed: string): Judgement {
  return fail(
    `The intermediate ${nameOf(known.certificate)}, which issued ${nameOf(top)}, is not presented. This machine has it in the store ${known.store.name}, but a client that has not cannot build the path. ${obtainable(top)} Install it on the server.`,
    { expected: 'every intermediate', observed },
  );
}

function judgeUnknownIssuer(leaf: Certificate, top: Certificate, observed: string): Judgement {
  const issuer = quote(formatName(top.issuer));
  const selfIssued = selfIssuedByAuthorityKey(top);
  const details = { expected: 'every intermediate', observed };
  if (selfIssued === true) {
    return pass(
      `The certificates presented end just below the root ${issuer}, which no store knows, as chain-trust says.`,
      details,
    );
  }
  if (selfIssued === false || top === leaf) {
    return fail(
      `No certificate presented issued ${nameOf(top)}, and no store knows its issuer ${issuer} as a root. Clients cannot build the path. ${obtainable(top)} Install the intermediate certificates on the server; if ${issuer} is a root after all, trust it.`,
      details,
    );
  }
  return undetermined(
    'no-path',
    `The chain ends in ${nameOf(top)}, whose issuer ${issuer} is neither presented nor known to any store: an unknown root, or one more intermediate left out. ${obtainable(top)} Add the root to the trust stores, or send the intermediate.`,
    details,
  );
}

function obtainable(certificate: Certificate): string {
  const pointers = issuerPointers(certificate);
  if (pointers.length === 0) return 'No pointer (AIA) says where to get the issuer.';
  return `It may be obtainable from ${joinWords(pointers)}.`;
}
