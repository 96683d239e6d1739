import type { Certificate } from '../../x509/certificate.ts';
import type { CheckLink } from './check-link.ts';
import type { PathErrorKind, PolicyInputs, TrustStore } from './path.ts';
import type { PathBudget } from './path-budget.ts';
import type { SortConstraints } from '../constraints/sort-constraints.ts';
import type { IsPublicSuffix } from '../names/public-suffixes.ts';

/** A certificate at its place on a candidate path that grows from the leaf upwards. */
export interface PlacedCertificate {
  readonly certificate: Certificate;
  /** The path below it, leaf first; empty for the leaf itself. */
  readonly below: readonly Certificate[];
  /** True if the path ends here, in the store. A leaf that is itself an anchor is both. */
  readonly isAnchor: boolean;
  readonly isLeaf: boolean;
  /** Says in basic constraints that it is a CA. */
  readonly saysCa: boolean;
  /** A self-issued anchor. */
  readonly isRoot: boolean;
}

/** What a rule about one certificate may use beside it. */
export interface Circumstances {
  /** Whole seconds. */
  readonly at: Date;
  readonly purpose: string | undefined;
  readonly isPublicSuffix: IsPublicSuffix;
  readonly checkLink: CheckLink;
}

/** What a rule about a certificate and those below it may use as well. Made for one search. */
export interface Validation extends Circumstances {
  /** The name dialed; undefined: none was asked. */
  readonly host: string | undefined;
  readonly maximumIntermediates: number | undefined;
  /** That of the store. */
  readonly distrustAfter: TrustStore['distrustAfter'];
  readonly budget: PathBudget;
  readonly sortConstraints: SortConstraints;
}

/** One reason why a path does not hold. */
export interface PathFault {
  readonly kind: PathErrorKind;
  /** A whole sentence. */
  readonly message: string;
  readonly certificate: Certificate;
}

/** A rule about one certificate itself: of its place it reads only whether it is leaf, issuer or anchor. */
export type CertificateRule = (placed: PlacedCertificate, circumstances: Circumstances) => PathFault | undefined;

/** A rule about one certificate at its place. It reads only what is below, so that it can prune the search. */
export type PlaceRule = (placed: PlacedCertificate, validation: Validation) => PathFault | undefined;

/** A rule about a whole path, leaf first and anchor last. `policies` are those of the request. */
export type PathRule = (path: readonly Certificate[], policies?: PolicyInputs) => PathFault | undefined;

/** What one profile demands: data for the one validator. */
export interface ProfileRules {
  readonly certificateRules: readonly CertificateRule[];
  readonly placeRules: readonly PlaceRule[];
  readonly pathRules: readonly PathRule[];
}
