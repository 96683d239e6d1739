import { nameOf } from '../name-of.ts';
import type { CertificateRule } from '../path/rule.ts';
import { anyPolicy } from './certificate-policies.ts';

/** RFC 5280 §6.1.4 (a): anyPolicy is never mapped, in neither direction. */
export const anyPolicyIsNotMapped: CertificateRule = ({ certificate, below }) => {
  const mappings = certificate.extensions.policyMappings;
  if (below.length === 0 || mappings === undefined || !mappings.ok) return undefined;
  if (!mappings.value.some(({ issuer, subject }) => issuer === anyPolicy || subject === anyPolicy)) return undefined;
  const message = `${nameOf(certificate)} maps anyPolicy, which RFC 5280 §4.2.1.5 forbids.`;
  return { kind: 'certificate-policies', message, certificate };
};
