import { nameOf } from '../../name-of.ts';
import type { CertificateRule } from '../../path/rule.ts';

/** CA/B Forum 7.1.2.7.10: the leaf names its purpose; neither silence nor anyExtendedKeyUsage will do. */
export const purposeIsNamed: CertificateRule = ({ certificate, below }, { purpose }) => {
  const usages = certificate.extensions.extendedKeyUsage;
  if (below.length > 0 || purpose === undefined || usages?.ok === false) return undefined;
  if (usages?.value.includes(purpose)) return undefined;
  const seen =
    usages === undefined ? 'has no extended key usage' : 'allows only other purposes in its extended key usage';
  const message = `${nameOf(certificate)} ${seen}, and CA/B Forum 7.1.2.7.10 requires ${purpose}.`;
  return { kind: 'extended-key-usage', message, certificate };
};
