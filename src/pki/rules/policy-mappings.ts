import { nameOf } from '../name-of.ts';
import type { CertificateRule } from '../path/rule.ts';

/** RFC 5280 §6.1.4 (a): anyPolicy is never mapped, in neither direction. */
export const anyPolicyIsNotMapped: CertificateRule = ({ certificate, below }) => {
  const mappings = certificate.extensions.policyMappings;
  if (below.length === 0 || mappings === undefined || !mappings.ok) return undefined;
  if (!mappings.value.some(({ issuer, subject }) => issuer === '2.5.29.32.0' || subject === '2.5.29.32.0'))
    return undefined;
  const message = `${nameOf(certificate)} maps anyPolicy, which RFC 5280 §4.2.1.5 forbids.`;
  return { kind: 'certificate-policies', message, certificate };
};
