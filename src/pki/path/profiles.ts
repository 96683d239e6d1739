import type { PathProfile } from '../../model/vocabulary.ts';
import type { ProfileRules } from './rule.ts';
import { certificateRules as publicCertificateRules } from '../rules/ca-browser/certificate.ts';
import { commonNameRules } from '../rules/ca-browser/common-name.ts';
import { criticalityRules as publicCriticalityRules } from '../rules/ca-browser/criticality.ts';
import { ecdsaHashFitsCurve } from '../rules/ca-browser/ecdsa-hash.ts';
import { subscriberRules } from '../rules/ca-browser/subscriber.ts';
import { policiesHold } from '../rules/certificate-policies.ts';
import { depthHolds, issuerIsCa, issuerMaySign, pathLengthHolds } from '../rules/certification-authority.ts';
import { issuedBeforeDistrust } from '../rules/distrust-after.ts';
import { purposeIsAllowed } from '../rules/extended-key-usage.ts';
import {
  criticalExtensionsAreKnown,
  extensionsAreUnique,
  knownExtensionsDecode,
  processedExtensionsDecode,
  versionFitsExtensions,
} from '../rules/extensions-readable.ts';
import { nameConstraintsHold } from '../rules/name-constraints.ts';
import { anyPolicyIsNotMapped } from '../rules/policy-mappings.ts';
import { criticalQualifiersAreKnown } from '../rules/policy-qualifiers.ts';
import { signatureAlgorithmsAgree } from '../rules/signature-algorithm-agreement.ts';
import { authorityRules } from '../rules/section-4/authority.ts';
import { criticalityRules } from '../rules/section-4/criticality.ts';
import { frameRules } from '../rules/section-4/frame.ts';
import { keyIdentifierRules, keyIdentifiersLink } from '../rules/section-4/key-identifiers.ts';
import { leafRules } from '../rules/section-4/leaf.ts';
import { validityHolds } from '../rules/validity.ts';
import { keyIsAllowed } from '../rules/web-pki/key.ts';
import { purposeIsNamed } from '../rules/web-pki/purpose.ts';
import { signatureAlgorithmIsAllowed } from '../rules/web-pki/signature-algorithm.ts';
import { wildcardsSpareSuffixes } from '../rules/web-pki/wildcard-over-public-suffix.ts';

/** RFC 5280 §6.1, the trust anchor's own constraints included (RFC 5937). Cheap rules come first. */
const rfc5280: ProfileRules = {
  certificateRules: [
    signatureAlgorithmsAgree,
    validityHolds,
    versionFitsExtensions,
    extensionsAreUnique,
    criticalExtensionsAreKnown,
    processedExtensionsDecode,
    issuerIsCa,
    issuerMaySign,
    purposeIsAllowed,
    anyPolicyIsNotMapped,
    criticalQualifiersAreKnown,
  ],
  placeRules: [pathLengthHolds, depthHolds, nameConstraintsHold, issuedBeforeDistrust],
  pathRules: [policiesHold],
};

/** What clients of the public web add: no SHA-1 below the anchor, key rules, a named purpose, no wildcard that is too wide. */
const webPki: ProfileRules = {
  certificateRules: [signatureAlgorithmIsAllowed, keyIsAllowed, purposeIsNamed, wildcardsSpareSuffixes],
  placeRules: [],
  pathRules: [],
};

/** Every MUST of RFC 5280 §4 that shows in a certificate alone. It binds every CA, private ones included. */
const section4: ProfileRules = {
  certificateRules: [
    knownExtensionsDecode,
    ...frameRules,
    ...criticalityRules,
    ...keyIdentifierRules,
    ...authorityRules,
    ...leafRules,
  ],
  placeRules: [],
  pathRules: [keyIdentifiersLink],
};

/** What the CA/B Forum's profiles add. They bind CAs that the public trusts, and no other. */
const caBrowserForum: ProfileRules = {
  certificateRules: [...publicCertificateRules, ...publicCriticalityRules, ...subscriberRules, ...commonNameRules],
  placeRules: [],
  pathRules: [ecdsaHashFitsCurve],
};

/** Each profile adds rules to the one before it, anchors included; the validator is the same. */
export const profileRules: Readonly<Record<PathProfile, ProfileRules>> = {
  rfc5280,
  'web-pki': join(rfc5280, webPki),
  strict: join(rfc5280, webPki, section4, caBrowserForum),
};

/**
 * The rules of `strict` that a profile lacks, path validation apart: those of RFC 5280, which bind every CA, and those that bind
 * public ones beside them.
 */
export const rulesBeyond: Readonly<
  Record<PathProfile, { readonly every: ProfileRules; readonly public: ProfileRules }>
> = {
  rfc5280: rulesOfStrictBeyond(profileRules.rfc5280),
  'web-pki': rulesOfStrictBeyond(profileRules['web-pki']),
  strict: rulesOfStrictBeyond(profileRules.strict),
};

function rulesOfStrictBeyond(known: ProfileRules): { readonly every: ProfileRules; readonly public: ProfileRules } {
  const beyond = ({ certificateRules, pathRules }: ProfileRules): ProfileRules => ({
    certificateRules: certificateRules.filter((rule) => !known.certificateRules.includes(rule)),
    placeRules: [],
    pathRules: pathRules.filter((rule) => !known.pathRules.includes(rule)),
  });
  return { every: beyond(section4), public: beyond(join(webPki, caBrowserForum)) };
}

function join(...layers: readonly ProfileRules[]): ProfileRules {
  return {
    certificateRules: layers.flatMap(({ certificateRules }) => certificateRules),
    placeRules: layers.flatMap(({ placeRules }) => placeRules),
    pathRules: layers.flatMap(({ pathRules }) => pathRules),
  };
}
