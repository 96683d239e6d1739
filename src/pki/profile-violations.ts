import type { Certificate } from '../x509/certificate.ts';
import { readDialledHost } from './dialled-host.ts';
import type { PathProfile } from './path.ts';
import { createPathBudget } from './path-budget.ts';
import { certificateProfiles, profileRules } from './profiles.ts';
import { type IsPublicSuffix, isSingleLabel } from './public-suffixes.ts';
import type { PathFault, PlacedCertificate, ProfileRules, Validation } from './rule.ts';

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
  const rules = rulesBeyond(beyond, isPublic);
  const validation = {
    at,
    purpose,
    host: readDialledHost(host ?? ''),
    maximumIntermediates: undefined,
    budget: createPathBudget(),
    isPublicSuffix,
  };
  const ofCertificates = path.flatMap((certificate, index) => {
    const isAnchor = endsInAnchor && index === path.length - 1;
    const placed = { certificate, below: path.slice(0, index), isAnchor };
    return index === 0 ? judge(rules, placed, validation) : judgeIssuer(rules, placed, validation);
  });
  const ofPath = rules.pathRules.map((rule) => rule(path, validation)).filter((fault) => fault !== undefined);
  return [...ofCertificates, ...ofPath];
}

function judge(rules: ProfileRules, placed: PlacedCertificate, validation: Validation): readonly PathFault[] {
  return rules.certificateRules.map((rule) => rule(placed, validation)).filter((fault) => fault !== undefined);
}

/**
 * The same for a certificate above the leaf, remembered for as long as it lives: a fleet shows its CAs thousands of times,
 * and no rule of the profiles looks at more of such a certificate than itself and whether it is the anchor.
 */
function judgeIssuer(rules: RulesBeyond, placed: PlacedCertificate, validation: Validation): readonly PathFault[] {
  const { certificate, isAnchor } = placed;
  const known = isAnchor ? rules.ofAnchors.get(certificate) : rules.ofIntermediates.get(certificate);
  if (known !== undefined) return known;
  const faults = judge(rules, placed, validation);
  (isAnchor ? rules.ofAnchors : rules.ofIntermediates).set(certificate, faults);
  return faults;
}

/** The rules of one question, and what they said of issuers. */
interface RulesBeyond extends ProfileRules {
  readonly ofAnchors: WeakMap<Certificate, readonly PathFault[]>;
  readonly ofIntermediates: WeakMap<Certificate, readonly PathFault[]>;
}

const remembered = new Map<string, RulesBeyond>();

function rulesBeyond(beyond: PathProfile, isPublic: boolean): RulesBeyond {
  const key = `${beyond} ${isPublic}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const demanded = isPublic ? certificateProfiles.public : certificateProfiles.every;
  const base = profileRules[beyond];
  const made = {
    placeRules: [],
    certificateRules: demanded.certificateRules.filter((rule) => !base.certificateRules.includes(rule)),
    pathRules: demanded.pathRules.filter((rule) => !base.pathRules.includes(rule)),
    ofAnchors: new WeakMap(),
    ofIntermediates: new WeakMap(),
  };
  remembered.set(key, made);
  return made;
}
