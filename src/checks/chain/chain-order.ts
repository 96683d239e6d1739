import type { CheckLink } from '../../pki/path/check-link.ts';
import type { ChainLinks } from '../../pki/path/link-chain.ts';
import { isSelfSigned } from '../../pki/path/issuer-links.ts';
import { shortNameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { unverifiedNote } from './unverified-links.ts';

/**
 * Ignoring unneeded ones, each certificate comes before those that certify it. Unneeded is what `unneeded-certificates`
 * names: a root is ignored wherever it stands, and of duplicates all but the first. Cross-signed certificates may stand
 * side by side; two that certify each other have no order.
 */
export const chainOrder = defineCheck({
  id: 'chain-order',
  title: 'The certificates are sent in the right order',
  why: 'Up to TLS 1.2 each certificate has to certify the one before it, and old clients do not sort.',
  citation: rfc(5246, '7.4.2 (certificate_list); TLS 1.3: RFC 8446 §4.4.2'),
  faults: {
    'wrong-order': {
      title: 'The certificates are sent in the wrong order',
      why: 'Up to TLS 1.2 each certificate has to certify the one before it, and old clients do not sort.',
      remedy: 'Send the certificates in this order: leaf, its issuer, the next issuer.',
      subject: 'service',
    },
  },
  needs: ['leaf', 'presented', 'links', 'validation'],
  judge: ({ leaf, presented, links: all, validation: { checkLink } }) => {
    const links = withoutRoots(all, leaf, checkLink);
    if (links.reachable.length < 2) return notApplicable('one-certificate', 'Only one certificate is needed.');
    const positions = new Map<string, number>();
    for (const [index, { sha256 }] of presented.entries()) {
      if (!positions.has(sha256)) positions.set(sha256, index);
    }
    const positionOf = ({ sha256 }: Certificate): number => positions.get(sha256) ?? 0;
    const certifiedBy = reachability(links);
    const wrong = links.links.find(
      ({ subject, issuer }) => positionOf(issuer) < positionOf(subject) && !certifiedBy(issuer).has(subject),
    );
    if (wrong === undefined) return pass(`The certificates are sent in the right order.${unverifiedNote(all)}`);
    const { subject, issuer } = wrong;
    const observed = links.reachable
      .map(positionOf)
      .map((position) => position + 1)
      .join(', ');
    return fail('wrong-order', {
      title: `Wrong order: ${shortNameOf(issuer)} is sent before ${shortNameOf(subject)}, which it issued`,
      expected: 'leaf, issuer, next issuer',
      observed: `positions from the leaf up: ${observed}`,
    });
  },
});

function withoutRoots(
  all: ChainLinks,
  leaf: Certificate,
  checkLink: CheckLink,
): Pick<ChainLinks, 'reachable' | 'links'> {
  const roots = new Set(
    all.reachable.filter((certificate) => certificate !== leaf && isSelfSigned(certificate, checkLink)),
  );
  return {
    reachable: all.reachable.filter((certificate) => !roots.has(certificate)),
    links: all.links.filter(({ subject, issuer }) => !roots.has(subject) && !roots.has(issuer)),
  };
}

/** For a certificate, everything that certifies it directly or through others; each is walked once. */
function reachability({ links }: Pick<ChainLinks, 'links'>): (certificate: Certificate) => ReadonlySet<Certificate> {
  const issuers = new Map<Certificate, Certificate[]>();
  for (const { subject, issuer } of links) issuers.set(subject, [...(issuers.get(subject) ?? []), issuer]);
  const known = new Map<Certificate, ReadonlySet<Certificate>>();
  return (certificate) => {
    const before = known.get(certificate);
    if (before !== undefined) return before;
    const reached = new Set(issuers.get(certificate));
    // A Set visits what is added while it is walked.
    for (const next of reached) for (const issuer of issuers.get(next) ?? []) reached.add(issuer);
    known.set(certificate, reached);
    return reached;
  };
}
