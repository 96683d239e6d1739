import type { Certificate } from '../../x509/certificate.ts';
import type { PathErrorKind } from './path.ts';
import type { PathBudget } from './path-budget.ts';
import type { IsPublicSuffix } from '../names/public-suffixes.ts';

/** A certificate at its place on a candidate path that grows from the leaf upwards. */
export interface PlacedCertificate {
  readonly certificate: Certificate;
  /** The path below it, leaf first; empty for the leaf itself. */
  readonly below: readonly Certificate[];
  /** True where the path ends here, in the store. A leaf that is itself an anchor is both. */
  readonly isAnchor: boolean;
}

/** What a rule about a certificate itself may ask beside it. */
export interface Circumstances {
  /** Whole seconds. */
  readonly at: Date;
  readonly purpose: string | undefined;
  readonly isPublicSuffix: IsPublicSuffix;
}

/** What a rule about a certificate and what is below it may ask as well. */
export interface Validation extends Circumstances {
  /** The name dialled; undefined: none was asked. */
  readonly host: string | undefined;
  readonly maximumIntermediates: number | undefined;
  readonly budget: PathBudget;
}

/** One reason why a path does not hold. */
export interface PathFault {
  readonly kind: PathErrorKind;
  /** A whole sentence. */
  readonly message: string;
  readonly certificate: Certificate;
}

/**
 * A rule about one certificate itself: of its place it looks only at whether it is leaf, issuer or anchor. Its answer is
 * remembered (`own-faults`).
 */
export interface CertificateRule {
  (placed: PlacedCertificate, circumstances: Circumstances): PathFault | undefined;
  /** Of a leaf it looks only at the form (`LeafForm`), and of the circumstances only at the purpose. */
  readonly isOfForm?: true;
}

/** Marks a rule as one that looks only at the form of a leaf. */
export function ofForm(rule: CertificateRule): CertificateRule {
  return Object.assign(rule, { isOfForm: true as const });
}

/** A rule about one certificate at its place, given only what is below it, so that it can prune the search. */
export type PlaceRule = (placed: PlacedCertificate, validation: Validation) => PathFault | undefined;

/** A rule about a whole path, leaf first and anchor last. */
export type PathRule = (path: readonly Certificate[]) => PathFault | undefined;

/** What one profile demands: data for the one validator. */
export interface ProfileRules {
  readonly certificateRules: readonly CertificateRule[];
  readonly placeRules: readonly PlaceRule[];
  readonly pathRules: readonly PathRule[];
}
