import { certificateLifetime } from './certificate-lifetime.ts';
import { certificateVersion } from './certificate-version.ts';
import { chainDownload } from './chain-download.ts';
import { chainTrust } from './chain-trust.ts';
import type { Check } from './define-check.ts';
import { expiryMargin } from './expiry-margin.ts';
import { exportableKey } from './exportable-key.ts';
import { extendedKeyUsageExcess } from './extended-key-usage-excess.ts';
import { extendedKeyUsage } from './extended-key-usage.ts';
import { issuerOutlived } from './issuer-outlived.ts';
import { keyIdentifierMismatch } from './key-identifier-mismatch.ts';
import { keyUsageExcess } from './key-usage-excess.ts';
import { keyUsage } from './key-usage.ts';
import { nameMatch } from './name-match.ts';
import { subjectAlternativeNames } from './subject-alternative-names.ts';
import { subjectNameAmbiguous } from './subject-name-ambiguous.ts';
import { subjectName } from './subject-name.ts';
import { validityPeriod } from './validity-period.ts';
import { webServerTemplate } from './web-server-template.ts';

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
  chainDownload,
  validityPeriod,
  expiryMargin,
  certificateLifetime,
  issuerOutlived,
  keyIdentifierMismatch,
];
