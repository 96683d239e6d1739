import type { PathProfile } from '../../model/vocabulary.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { type CheckLink, checkLink as checkLinkAnew } from './check-link.ts';
import { findFaults } from './find-faults.ts';
import { rulesBeyond } from './profiles.ts';
import { type IsPublicSuffix, isSingleLabel } from '../names/public-suffixes.ts';
import { placeCertificate } from './place-certificate.ts';
import type { PathFault } from './rule.ts';

/** A path that was found, or the part that a search reached, and how it was asked for. */
export interface ProfileQuestion {
  /** Leaf first. */
  readonly path: readonly Certificate[];
  /** Whether the last one is an anchor. */
  readonly endsInAnchor: boolean;
  /** The profile under which the path was found: what it demands is not reported again. */
  readonly beyond: PathProfile;
  /** Whether the path is one of the public web. The CA/B Forum's profiles bind no private CA. */
  readonly isPublic: boolean;
  readonly at: Date;
  readonly purpose: string | undefined;
  /** Default: single labels, see `loadPublicSuffixes`. */
  readonly isPublicSuffix?: IsPublicSuffix;
  /** Default: one that remembers nothing, see `createLinkChecker`. */
  readonly checkLink?: CheckLink;
}

/** A rule that a certificate breaks, and whose it is. */
export interface ProfileViolation extends PathFault {
  readonly source: 'rfc-5280' | 'ca-browser-forum';
}

/**
 * Everything that the profile `strict` holds against a path beyond the profile under which it was found, leaf first: every MUST
 * of RFC 5280 §4 that the certificates break, and for a public path also of the CA/B Forum's profiles. Unlike a search it does
 * not stop at the first fault. Signatures and links are taken for granted.
 */
export function findProfileViolations({
  path,
  endsInAnchor,
  beyond,
  isPublic,
  at,
  purpose,
  isPublicSuffix = isSingleLabel,
  checkLink = checkLinkAnew,
}: ProfileQuestion): readonly ProfileViolation[] {
  const rules = rulesBeyond[beyond];
  const layers = [
    { source: 'rfc-5280', ...rules.every } as const,
    ...(isPublic ? [{ source: 'ca-browser-forum', ...rules.public } as const] : []),
  ];
  const circumstances = { at, purpose, isPublicSuffix, checkLink };
  const ofCertificates = path.flatMap((certificate, index) => {
    const isAnchor = endsInAnchor && index === path.length - 1;
    const placed = placeCertificate(certificate, path.slice(0, index), isAnchor);
    return layers.flatMap(({ source, certificateRules }) =>
      findFaults(certificateRules, placed, circumstances).map((fault) => ({ ...fault, source })),
    );
  });
  const ofPath = layers.flatMap(({ source, pathRules }) =>
    pathRules.flatMap((rule) => rule(path) ?? []).map((fault) => ({ ...fault, source })),
  );
  return [...ofCertificates, ...ofPath];
}
