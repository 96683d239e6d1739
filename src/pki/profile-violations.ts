import type { Certificate } from '../x509/certificate.ts';
import { readDialledHost } from './dialled-host.ts';
import type { PathProfile } from './path.ts';
import { createPathBudget } from './path-budget.ts';
import { certificateProfiles, profileRules } from './profiles.ts';
import { type IsPublicSuffix, isSingleLabel } from './public-suffixes.ts';
import type { PathFault } from './rule.ts';

/** A path that was found, or as far as one reached, and how it was asked for. */
export interface ProfileQuestion {
  /** Leaf first. */
  readonly path: readonly Certificate[];
  /** Whether the last one is an anchor. */
  readonly endsInAnchor: boolean;
  /** The profile the path was found under: what it demands is not said again. */
  readonly beyond: PathProfile;
  /** Whether the path is one of the public web. The CA/B Forum's profiles bind no private CA. */
  readonly isPublic: boolean;
  readonly at: Date;
  readonly purpose: string | undefined;
  readonly host: string | undefined;
  /** Default: single labels, see `loadPublicSuffixes`. */
  readonly isPublicSuffix?: IsPublicSuffix;
}

/**
 * Everything that the profile `strict` holds against a path beyond the profile it was found under, leaf first: every MUST
 * of RFC 5280 §4 that the certificates break, and where the path is public, of the CA/B Forum's profiles. Unlike path
 * validation it does not stop at the first. Signatures and links are taken for granted.
 */
export function findProfileViolations(question: ProfileQuestion): readonly PathFault[] {
  const { path, endsInAnchor, beyond, isPublic, at, purpose, host, isPublicSuffix = isSingleLabel } = question;
  const demanded = isPublic ? certificateProfiles.public : certificateProfiles.every;
  const base = profileRules[beyond];
  const validation = {
    at,
    purpose,
    host: readDialledHost(host ?? ''),
    maximumIntermediates: undefined,
    budget: createPathBudget(),
    isPublicSuffix,
  };
  const certificateRules = demanded.certificateRules.filter((rule) => !base.certificateRules.includes(rule));
  const pathRules = demanded.pathRules.filter((rule) => !base.pathRules.includes(rule));
  const ofCertificates = path.flatMap((certificate, index) => {
    const isAnchor = endsInAnchor && index === path.length - 1;
    const placed = { certificate, below: path.slice(0, index), isAnchor };
    return certificateRules.map((rule) => rule(placed, validation));
  });
  const ofPath = pathRules.map((rule) => rule(path, validation));
  return [...ofCertificates, ...ofPath].filter((fault) => fault !== undefined);
}
