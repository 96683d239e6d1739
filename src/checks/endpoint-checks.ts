import { certificateEncoding } from './certificate-encoding.ts';
import { certificateLifetime } from './certificate-lifetime.ts';
import { certificateProfile } from './certificate-profile.ts';
import { certificateVersion } from './certificate-version.ts';
import { chainCompleteness } from './chain-completeness.ts';
import { chainDownload } from './chain-download.ts';
import { chainOrder } from './chain-order.ts';
import { chainTrust } from './chain-trust.ts';
import { clientCertificateRequest } from './client-certificate-request.ts';
import { clockSkew } from './clock-skew.ts';
import { defaultCertificate } from './default-certificate.ts';
import type { Check } from './define-check.ts';
import { expiryMargin } from './expiry-margin.ts';
import { exportableKey } from './exportable-key.ts';
import { extendedKeyUsage } from './extended-key-usage.ts';
import { extendedKeyUsageExcess } from './extended-key-usage-excess.ts';
import { internalName } from './internal-name.ts';
import { issuerOutlived } from './issuer-outlived.ts';
import { keyExchangeStrength } from './key-exchange-strength.ts';
import { keyIdentifierMismatch } from './key-identifier-mismatch.ts';
import { keyPossession } from './key-possession.ts';
import { keyStrength } from './key-strength.ts';
import { keyStrengthMargin } from './key-strength-margin.ts';
import { keyUsage } from './key-usage.ts';
import { keyUsageExcess } from './key-usage-excess.ts';
import { knownWeakKey } from './known-weak-key.ts';
import { nameMatch } from './name-match.ts';
import { protocolDowngrade } from './protocol-downgrade.ts';
import { protocolVersion } from './protocol-version.ts';
import { publicTrust } from './public-trust.ts';
import { revocationPointers } from './revocation-pointers.ts';
import { revocationStatus } from './revocation-status.ts';
import { secureRenegotiation } from './secure-renegotiation.ts';
import { signatureAlgorithm } from './signature-algorithm.ts';
import { signatureAlgorithmDeprecated } from './signature-algorithm-deprecated.ts';
import { subjectAlternativeNames } from './subject-alternative-names.ts';
import { subjectName } from './subject-name.ts';
import { subjectNameAmbiguous } from './subject-name-ambiguous.ts';
import { unneededCertificates } from './unneeded-certificates.ts';
import { validityPeriod } from './validity-period.ts';
import { webServerTemplate } from './web-server-template.ts';
import { wildcardName } from './wildcard-name.ts';

/** Every check of one endpoint, in the order reports show their findings. */
export const endpointChecks: readonly Check[] = [
  nameMatch,
  subjectName,
  subjectNameAmbiguous,
  subjectAlternativeNames,
  certificateVersion,
  extendedKeyUsage,
  extendedKeyUsageExcess,
  keyUsage,
  keyUsageExcess,
  webServerTemplate,
  exportableKey,
  chainTrust,
  publicTrust,
  chainDownload,
  validityPeriod,
  expiryMargin,
  certificateLifetime,
  chainCompleteness,
  chainOrder,
  unneededCertificates,
  issuerOutlived,
  keyIdentifierMismatch,
  signatureAlgorithm,
  signatureAlgorithmDeprecated,
  keyStrength,
  keyStrengthMargin,
  knownWeakKey,
  wildcardName,
  internalName,
  revocationPointers,
  revocationStatus,
  certificateEncoding,
  certificateProfile,
  protocolVersion,
  keyExchangeStrength,
  secureRenegotiation,
  keyPossession,
  protocolDowngrade,
  defaultCertificate,
  clockSkew,
  clientCertificateRequest,
];
