import { nameOf } from '../name-of.ts';
import type { CertificateRule, Circumstances, PlacedCertificate } from '../path/rule.ts';

/** What a certificate breaks, as the end of a sentence that starts with its name; undefined: the demand is met. */
export type ProfileDemand = (placed: PlacedCertificate, circumstances: Circumstances) => string | undefined;

/** Makes a rule of a demand and of the section that makes it. */
export function profileRule(section: string, demand: ProfileDemand): CertificateRule {
  return (placed, circumstances) => {
    const seen = demand(placed, circumstances);
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
