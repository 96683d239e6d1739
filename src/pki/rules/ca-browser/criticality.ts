import { forbidCritical, profileRule } from '../profile-rule.ts';

/** Demands on critical flags that go beyond RFC 5280. */
export const criticalityRules = [
  forbidCritical(['2.5.29.31', 'cRLDistributionPoints', 'CA/B Forum 7.1.2.11.2']),
  forbidCritical(['2.5.29.32', 'certificatePolicies', 'CA/B Forum 7.1.2.7.9']),
  forbidCritical(['2.5.29.37', 'extKeyUsage', 'CA/B Forum 7.1.2.7.6']),
  forbidCritical(['1.3.6.1.4.1.11129.2.4.2', 'signedCertificateTimestampList', 'CA/B Forum 7.1.2.11.3']),
  profileRule('CA/B Forum 7.1.2.7.12', ({ certificate, isLeaf }) => {
    const isCritical = certificate.rawExtensions.some(({ oid, critical }) => oid === '2.5.29.17' && critical);
    const isSubjectEmpty = certificate.subject.relativeDistinguishedNames.length === 0;
    return isLeaf && isCritical && !isSubjectEmpty ? 'has a subject and a critical subjectAltName' : undefined;
  }),
];
