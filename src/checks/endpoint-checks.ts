import { certificateEncoding } from './certificate/certificate-encoding.ts';
import { certificateLifetime } from './certificate/certificate-lifetime.ts';
import { certificatePointers } from './revocation/certificate-pointers.ts';
import { certificateProfile } from './certificate/certificate-profile.ts';
import { certificateTemplate } from './certificate/certificate-template.ts';
import { certificateTransparency } from './handshake/certificate-transparency.ts';
import { certificateVersion } from './certificate/certificate-version.ts';
import { chainCompleteness } from './chain/chain-completeness.ts';
import { chainDownload } from './chain/chain-download.ts';
import { chainOrder } from './chain/chain-order.ts';
import { chainTrust } from './chain/chain-trust.ts';
import { clientCertificateRequest } from './handshake/client-certificate-request.ts';
import { clockSkew } from './handshake/clock-skew.ts';
import { defaultCertificate } from './handshake/default-certificate.ts';
import type { Check } from './define-check.ts';
import { expiryMargin } from './chain/expiry-margin.ts';
import { exportableKey } from './keys/exportable-key.ts';
import { extendedKeyUsage } from './certificate/extended-key-usage.ts';
import { extendedKeyUsageExcess } from './certificate/extended-key-usage-excess.ts';
import { handshake } from './handshake/handshake.ts';
import { handshakeConformance } from './handshake/handshake-conformance.ts';
import { helloTolerance } from './handshake/hello-tolerance.ts';
import { internalName } from './names/internal-name.ts';
import { issuerPurposes } from './chain/issuer-purposes.ts';
import { issuerOutlived } from './chain/issuer-outlived.ts';
import { keyExchangeStrength } from './handshake/key-exchange-strength.ts';
import { keyIdentifierMismatch } from './chain/key-identifier-mismatch.ts';
import { keyPossession } from './handshake/key-possession.ts';
import { keyStrength } from './keys/key-strength.ts';
import { keyStrengthMargin } from './keys/key-strength-margin.ts';
import { keyType } from './keys/key-type.ts';
import { keyUsage } from './certificate/key-usage.ts';
import { keyUsageExcess } from './certificate/key-usage-excess.ts';
import { knownWeakKey } from './keys/known-weak-key.ts';
import { nameMatch } from './names/name-match.ts';
import { protocolDowngrade } from './handshake/protocol-downgrade.ts';
import { protocolVersion } from './handshake/protocol-version.ts';
import { publicTrust } from './chain/public-trust.ts';
import { revocationPointers } from './revocation/revocation-pointers.ts';
import { revocationStatus } from './revocation/revocation-status.ts';
import { secureRenegotiation } from './handshake/secure-renegotiation.ts';
import { serverSideDemands } from './certificate/server-side-demands.ts';
import { signatureAlgorithm } from './keys/signature-algorithm.ts';
import { signatureAlgorithmDeprecated } from './keys/signature-algorithm-deprecated.ts';
import { subjectAlternativeNames } from './names/subject-alternative-names.ts';
import { subjectName } from './names/subject-name.ts';
import { subjectNameAmbiguous } from './names/subject-name-ambiguous.ts';
import { unneededCertificates } from './chain/unneeded-certificates.ts';
import { validityPeriod } from './chain/validity-period.ts';
import { webServerTemplate } from './certificate/web-server-template.ts';
import { wildcardName } from './names/wildcard-name.ts';

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
  certificateTemplate,
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
  keyType,
  keyStrength,
  keyStrengthMargin,
  knownWeakKey,
  wildcardName,
  internalName,
  revocationPointers,
  certificatePointers,
  revocationStatus,
  certificateEncoding,
  certificateProfile,
  issuerPurposes,
  protocolVersion,
  keyExchangeStrength,
  secureRenegotiation,
  handshake,
  handshakeConformance,
  helloTolerance,
  keyPossession,
  protocolDowngrade,
  defaultCertificate,
  clockSkew,
  certificateTransparency,
  clientCertificateRequest,
  serverSideDemands,
];
