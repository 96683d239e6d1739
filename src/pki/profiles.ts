import type { PathProfile } from './path.ts';
import type { ProfileRules } from './rule.ts';
import { policiesHold } from './rules/certificate-policies.ts';
import { depthHolds, issuerIsCa, issuerMaySign, pathLengthHolds } from './rules/certification-authority.ts';
import { purposeIsAllowed } from './rules/extended-key-usage.ts';
import {
  criticalExtensionsAreKnown,
  extensionsAreUnique,
  processedExtensionsDecode,
  versionFitsExtensions,
} from './rules/extensions-readable.ts';
import { nameConstraintsHold } from './rules/name-constraints.ts';
import { anyPolicyIsNotMapped } from './rules/policy-mappings.ts';
import { signatureAlgorithmsAgree } from './rules/signature-algorithm-agreement.ts';
import { validityHolds } from './rules/validity.ts';

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

/** Each profile adds rules to the one before it; the validator is the same. */
export const profileRules: Readonly<Record<PathProfile, ProfileRules>> = {
  rfc5280,
  'web-pki': rfc5280,
  strict: rfc5280,
};
