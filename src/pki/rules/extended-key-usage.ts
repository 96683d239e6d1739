import { nameOf, quoteText } from '../name-of.ts';
import type { CertificateRule } from '../path/rule.ts';

/** RFC 5280 §4.2.1.12. */
export const anyExtendedKeyUsage = '2.5.29.37.0';

/**
 * Every certificate that has an EKU extension allows the purpose, from leaf to anchor. RFC 5280 §4.2.1.12 covers only
 * the leaf. Windows, NSS, OpenSSL and Go let a CA's EKU bound what it may issue, and CA/B Forum 7.1.2.10.6 demands it.
 */
export const purposeIsAllowed: CertificateRule = ({ certificate }, { purpose }) => {
  const usages = certificate.extensions.extendedKeyUsage;
  if (purpose === undefined || usages === undefined || !usages.ok) return undefined;
  if (usages.value.includes(purpose) || usages.value.includes(anyExtendedKeyUsage)) return undefined;
  return {
    kind: 'extended-key-usage',
    message: `The extended key usage of ${nameOf(certificate)} (${quoteText(usages.value.join(', '))}) does not allow ${purpose}.`,
    certificate,
  };
};
