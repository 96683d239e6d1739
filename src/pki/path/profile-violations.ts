import type { Certificate } from '../../x509/certificate.ts';
import { createLeafFaults, type FindFaults, findFaults } from './leaf-faults.ts';
import type { PathProfile } from './path.ts';
import { certificateProfiles, profileRules } from './profiles.ts';
import { type IsPublicSuffix, isSingleLabel } from '../names/public-suffixes.ts';
import type { PathFault, PlacedCertificate, ProfileRules, Circumstances } from './rule.ts';

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
  /** Default: single labels, see `loadPublicSuffixes`. */
  readonly isPublicSuffix?: IsPublicSuffix;
}

/**
 * Everything that the profile `strict` holds against a path beyond the profile it was found under, leaf first: every MUST
 * of RFC 5280 §4 that the certificates break, and where the path is public, of the CA/B Forum's profiles. Unlike path
 * circumstances it does not stop at the first. Signatures and links are taken for granted.
 */
export function findProfileViolations(question: ProfileQuestion): readonly PathFault[] {
  const { path, endsInAnchor, at, purpose, isPublicSuffix = isSingleLabel } = question;
  const rules = rulesBeyond(question);
  const circumstances = { at, purpose, isPublicSuffix };
  const violations: PathFault[] = [];
  for (const [index, certificate] of path.entries()) {
    const isAnchor = endsInAnchor && index === path.length - 1;
    const known = index === 0 ? undefined : (isAnchor ? rules.ofAnchors : rules.ofIntermediates).get(certificate);
    const faults = known ?? judge(rules, { certificate, below: path.slice(0, index), isAnchor }, circumstances);
    for (const fault of faults) violations.push(fault);
  }
  for (const rule of rules.pathRules) {
    const fault = rule(path);
    if (fault !== undefined) violations.push(fault);
  }
  return violations;
}

/**
 * What the rules hold against one certificate; that of issuers is remembered for as long as they live: a fleet shows its CAs
 * thousands of times, and no rule of the profiles looks at more of such a certificate than itself and whether it is the anchor.
 */
function judge(rules: RulesBeyond, placed: PlacedCertificate, circumstances: Circumstances): readonly PathFault[] {
  const { certificate, below, isAnchor } = placed;
  if (below.length === 0 && !isAnchor) return rules.findLeafFaults(placed, circumstances);
  const faults = findFaults(rules.certificateRules, placed, circumstances);
  if (below.length > 0) (isAnchor ? rules.ofAnchors : rules.ofIntermediates).set(certificate, faults);
  return faults;
}

/** The rules of one question, and what they said of issuers and of leaves' forms. */
interface RulesBeyond extends Pick<ProfileRules, 'certificateRules' | 'pathRules'> {
  readonly ofAnchors: WeakMap<Certificate, readonly PathFault[]>;
  readonly ofIntermediates: WeakMap<Certificate, readonly PathFault[]>;
  readonly findLeafFaults: FindFaults;
}

/** Policies ask for a handful of purposes. */
const maximumQuestions = 64;

const remembered = new Map<string, RulesBeyond>();

function rulesBeyond({
  beyond,
  isPublic,
  purpose,
}: Pick<ProfileQuestion, 'beyond' | 'isPublic' | 'purpose'>): RulesBeyond {
  const key = `${beyond} ${isPublic} ${purpose ?? ''}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= maximumQuestions) remembered.clear();
  const demanded = isPublic ? certificateProfiles.public : certificateProfiles.every;
  const base = profileRules[beyond];
  const certificateRules = demanded.certificateRules.filter((rule) => !base.certificateRules.includes(rule));
  const made = {
    certificateRules,
    pathRules: demanded.pathRules.filter((rule) => !base.pathRules.includes(rule)),
    ofAnchors: new WeakMap(),
    ofIntermediates: new WeakMap(),
    findLeafFaults: createLeafFaults(certificateRules),
  };
  remembered.set(key, made);
  return made;
}
