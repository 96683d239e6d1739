import type { Certificate } from '../x509/certificate.ts';
import { readDialledHost } from './dialled-host.ts';
import type { PathProfile } from './path.ts';
import { createPathBudget } from './path-budget.ts';
import { profileRules } from './profiles.ts';
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
  readonly at: Date;
  readonly purpose: string | undefined;
  readonly host: string | undefined;
  /** Default: single labels, see `loadPublicSuffixes`. */
  readonly isPublicSuffix?: IsPublicSuffix;
}

/**
 * Everything that the profile `strict` holds against a path beyond the profile it was found under: every MUST of RFC 5280
 * §4 and of the CA/B Forum profiles that the certificates break, leaf first. Unlike path validation it does not stop at
 * the first. Signatures and links are taken for granted.
 */
export function findProfileViolations(question: ProfileQuestion): readonly PathFault[] {
  const { path, endsInAnchor, beyond, at, purpose, host, isPublicSuffix = isSingleLabel } = question;
  const [strict, base] = [profileRules.strict, profileRules[beyond]];
  const validation = {
    at,
    purpose,
    host: readDialledHost(host ?? ''),
    maximumIntermediates: undefined,
    budget: createPathBudget(),
    isPublicSuffix,
  };
  const certificateRules = strict.certificateRules.filter((rule) => !base.certificateRules.includes(rule));
  const pathRules = strict.pathRules.filter((rule) => !base.pathRules.includes(rule));
  const ofCertificates = path.flatMap((certificate, index) => {
    const isAnchor = endsInAnchor && index === path.length - 1;
    const placed = { certificate, below: path.slice(0, index), isAnchor };
    return certificateRules.map((rule) => rule(placed, validation));
  });
  const ofPath = pathRules.map((rule) => rule(path, validation));
  return [...ofCertificates, ...ofPath].filter((fault) => fault !== undefined);
}
