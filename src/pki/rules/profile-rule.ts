import { nameOf } from '../name-of.ts';
import type { CertificateRule, Circumstances, PlacedCertificate } from '../path/rule.ts';
import { isCa, isSelfIssued } from '../path/issuer-links.ts';

/** What a demand of a certificate profile looks at. */
export interface ProfiledCertificate extends PlacedCertificate {
  readonly isLeaf: boolean;
  /** Says in basic constraints that it is a CA. */
  readonly saysCa: boolean;
  /** A self-issued anchor. */
  readonly isRoot: boolean;
}

/** What a certificate breaks, as the end of a sentence that starts with its name; undefined: the demand is met. */
export type ProfileDemand = (profiled: ProfiledCertificate, circumstances: Circumstances) => string | undefined;

/** Makes a rule of a demand and of the section that makes it. */
export function profileRule(section: string, demand: ProfileDemand): CertificateRule {
  return (placed, circumstances) => {
    const seen = demand(profile(placed), circumstances);
    if (seen === undefined) return undefined;
    const { certificate } = placed;
    return { kind: 'profile-violation', message: `${nameOf(certificate)} ${seen} (${section}).`, certificate };
  };
}

/** An extension by OID and name, and the section that says whether it has to be critical. */
export type FlaggedExtension = readonly [oid: string, name: string, section: string];

/** The rule that such an extension is never marked critical. */
export function forbidCritical([forbidden, name, section]: FlaggedExtension): CertificateRule {
  return profileRule(section, ({ certificate }) =>
    certificate.rawExtensions.some(({ oid, critical }) => oid === forbidden && critical)
      ? `marks ${name} critical`
      : undefined,
  );
}

function profile({ certificate, below, isAnchor }: PlacedCertificate): ProfiledCertificate {
  const isRoot = isAnchor && isSelfIssued(certificate);
  return { certificate, below, isAnchor, isLeaf: below.length === 0, saysCa: isCa(certificate), isRoot };
}
