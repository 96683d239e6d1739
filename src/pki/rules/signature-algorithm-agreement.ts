import { equalBytes } from '../../model/equal-bytes.ts';
import { nameOf } from '../name-of.ts';
import type { CertificateRule } from '../path/rule.ts';

/** RFC 5280 §4.1.1.2: the algorithm outside equals the one inside tbsCertificate, parameters included. */
export const signatureAlgorithmsAgree: CertificateRule = ({ certificate }) => {
  const { signatureAlgorithm: outside, tbsSignatureAlgorithm: inside } = certificate;
  if (equalBytes(outside.der, inside.der)) return undefined;
  const figures =
    outside.oid === inside.oid
      ? 'with different parameters'
      : `${outside.oid} in signatureAlgorithm, ${inside.oid} in tbsCertificate`;
  return {
    kind: 'signature-algorithm-mismatch',
    message: `${nameOf(certificate)} names two signature algorithms (${figures}), which RFC 5280 §4.1.1.2 forbids.`,
    certificate,
  };
};
