import type { Certificate } from '../../x509/certificate.ts';
import { nameOf } from '../name-of.ts';
import { type CertificateRule, ofForm, type PlacedCertificate, type Circumstances } from '../path/rule.ts';
import { isSelfIssued } from '../path/issuer-links.ts';

/** What a demand of a certificate profile looks at. */
export interface ProfiledCertificate extends PlacedCertificate {
  readonly isLeaf: boolean;
  /** Says in basic constraints that it is a CA. */
  readonly saysCa: boolean;
  /** An anchor that is self-issued: a root by the book. */
  readonly isRoot: boolean;
}

/** A demand: what is wrong, as the end of a sentence that starts with the certificate's name; undefined: it is met. */
export type ProfileDemand = (profiled: ProfiledCertificate, circumstances: Circumstances) => string | undefined;

/** Makes a rule of a demand and the section it stands in. */
export function profileRule(section: string, demand: ProfileDemand): CertificateRule {
  return (placed, circumstances) => {
    const seen = demand(profile(placed), circumstances);
    if (seen === undefined) return undefined;
    const { certificate } = placed;
    return { kind: 'profile-violation', message: `${nameOf(certificate)} ${seen} (${section}).`, certificate };
  };
}

/** The same for a demand that looks only at the form of a leaf. */
export function formRule(section: string, demand: ProfileDemand): CertificateRule {
  return ofForm(profileRule(section, demand));
}

/** An extension by OID and name, and the section that says whether it is to be critical. */
export type FlaggedExtension = readonly [oid: string, name: string, section: string];

/** The rule that such an extension is never marked critical. */
export function forbidCritical([forbidden, name, section]: FlaggedExtension): CertificateRule {
  return formRule(section, ({ certificate }) =>
    certificate.rawExtensions.some(({ oid, critical }) => oid === forbidden && critical)
      ? `marks ${name} critical`
      : undefined,
  );
}

/** Some forty rules ask about the same place, one after the other. */
let last: ProfiledCertificate | undefined;
let lastPlaced: PlacedCertificate | undefined;

function profile(placed: PlacedCertificate): ProfiledCertificate {
  if (last !== undefined && lastPlaced === placed) return last;
  const { certificate, below, isAnchor } = placed;
  const isRoot = isAnchor && isSelfIssued(certificate);
  last = { certificate, below, isAnchor, isLeaf: below.length === 0, saysCa: saysCa(certificate), isRoot };
  lastPlaced = placed;
  return last;
}

function saysCa({ extensions }: Certificate): boolean {
  return extensions.basicConstraints?.ok === true && extensions.basicConstraints.value.ca;
}
