import type { PathProfile } from './path.ts';
import type { ProfileRules } from './rule.ts';
import { policiesHold } from './rules/certificate-policies.ts';
import { depthHolds, issuerIsCa, issuerMaySign, pathLengthHolds } from './rules/certification-authority.ts';
import { purposeIsAllowed } from './rules/extended-key-usage.ts';
import {
  criticalExtensionsAreKnown,
  extensionsAreUnique,
  knownExtensionsDecode,
  processedExtensionsDecode,
  versionFitsExtensions,
} from './rules/extensions-readable.ts';
import { nameConstraintsHold } from './rules/name-constraints.ts';
import { anyPolicyIsNotMapped } from './rules/policy-mappings.ts';
import { signatureAlgorithmsAgree } from './rules/signature-algorithm-agreement.ts';
import { authorityRules } from './rules/strict/authority.ts';
import { commonNameRules } from './rules/strict/common-name.ts';
import { criticalityRules } from './rules/strict/criticality.ts';
import { ecdsaHashFitsCurve } from './rules/strict/ecdsa-hash.ts';
import { frameRules } from './rules/strict/frame.ts';
import { keyIdentifierRules, keyIdentifiersLink } from './rules/strict/key-identifiers.ts';
import { subscriberRules } from './rules/strict/subscriber.ts';
import { validityHolds } from './rules/validity.ts';
import { keyIsAllowed } from './rules/web-pki/key.ts';
import { purposeIsNamed } from './rules/web-pki/purpose.ts';
import { signatureAlgorithmIsAllowed } from './rules/web-pki/signature-algorithm.ts';
import { wildcardsSpareSuffixes } from './rules/web-pki/wildcard-over-public-suffix.ts';

/** RFC 5280 §6.1, the trust anchor's own constraints included (RFC 5937). Cheap rules first. */
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
    pathLengthHolds,
    depthHolds,
    purposeIsAllowed,
    anyPolicyIsNotMapped,
    nameConstraintsHold,
  ],
  pathRules: [policiesHold],
};

/** What clients of the public web add: no SHA-1 below the anchor, key rules, a named purpose, no wildcard too wide. */
const webPki: ProfileRules = {
  certificateRules: [
    ...rfc5280.certificateRules,
    signatureAlgorithmIsAllowed,
    keyIsAllowed,
    purposeIsNamed,
    wildcardsSpareSuffixes,
  ],
  pathRules: rfc5280.pathRules,
};

/** Every MUST of RFC 5280 §4 and of the CA/B Forum profiles that a certificate alone can show, anchors included. */
const strict: ProfileRules = {
  certificateRules: [
    ...webPki.certificateRules,
    knownExtensionsDecode,
    ...frameRules,
    ...criticalityRules,
    ...keyIdentifierRules,
    ...authorityRules,
    ...subscriberRules,
    ...commonNameRules,
  ],
  pathRules: [...webPki.pathRules, keyIdentifiersLink, ecdsaHashFitsCurve],
};

/** Each profile adds rules to the one before it; the validator is the same. */
export const profileRules: Readonly<Record<PathProfile, ProfileRules>> = { rfc5280, 'web-pki': webPki, strict };
