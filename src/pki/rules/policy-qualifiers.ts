import { findUnknownQualifier } from '../../x509/extensions/policy-qualifiers.ts';
import { nameOf } from '../name-of.ts';
import type { CertificateRule } from '../path/rule.ts';

const certificatePolicies = '2.5.29.32';

/** RFC 5280 §4.2.1.4: who cannot interpret a qualifier of critical certificate policies refuses the certificate. */
export const criticalQualifiersAreKnown: CertificateRule = ({ certificate }) => {
  const policies = certificate.extensions.certificatePolicies;
  if (policies?.ok !== true) return undefined;
  if (!certificate.rawExtensions.some(({ oid, critical }) => critical && oid === certificatePolicies)) return undefined;
  for (const { oid, qualifiers } of policies.value) {
    const unknown = qualifiers === undefined ? undefined : findUnknownQualifier(qualifiers);
    if (unknown === undefined || (unknown.ok && unknown.value === undefined)) continue;
    const what = unknown.ok ? `has the unknown qualifier ${unknown.value}` : 'has qualifiers that cannot be decoded';
    const message = `The certificate policies of ${nameOf(certificate)} are critical, and the policy ${oid} ${what} (RFC 5280 §4.2.1.4).`;
    return { kind: 'certificate-policies', message, certificate };
  }
  return undefined;
};
