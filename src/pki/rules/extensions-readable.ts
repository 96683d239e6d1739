import type { Certificate, Extensions } from '../../x509/certificate.ts';
import { nameOf } from '../name-of.ts';
import type { CertificateRule } from '../path/rule.ts';

/** Extensions that path validation reads (RFC 5280 §6.1), by their OID. */
const processed: readonly (keyof Extensions)[] = [
  'subjectAlternativeName',
  'keyUsage',
  'extendedKeyUsage',
  'basicConstraints',
  'nameConstraints',
  'certificatePolicies',
  'policyConstraints',
  'policyMappings',
  'inhibitAnyPolicy',
];

/** Extensions that path validation looks at without needing them, or that other checks judge. */
const alsoKnown: readonly (keyof Extensions)[] = [
  'issuerAlternativeName',
  'authorityKeyIdentifier',
  'subjectKeyIdentifier',
  'crlDistributionPoints',
  'freshestCrl',
  'authorityInformationAccess',
  'subjectInformationAccess',
  'tlsFeature',
];

const known = [...processed, ...alsoKnown];

/**
 * What may be critical: extensions that are processed here, and those whose meaning other checks judge. Certificate
 * Transparency's poison (RFC 6962 §3.1) is not among them, so a precertificate never has a path.
 */
const recognised: ReadonlySet<string> = new Set([
  '2.5.29.14', // subjectKeyIdentifier
  '2.5.29.15', // keyUsage
  '2.5.29.17', // subjectAltName
  '2.5.29.18', // issuerAltName
  '2.5.29.19', // basicConstraints
  '2.5.29.30', // nameConstraints
  '2.5.29.31', // cRLDistributionPoints
  '2.5.29.32', // certificatePolicies
  '2.5.29.33', // policyMappings
  '2.5.29.35', // authorityKeyIdentifier
  '2.5.29.36', // policyConstraints
  '2.5.29.37', // extKeyUsage
  '2.5.29.54', // inhibitAnyPolicy
  '1.3.6.1.5.5.7.1.1', // authorityInfoAccess
  '1.3.6.1.5.5.7.1.11', // subjectInfoAccess
  '1.3.6.1.5.5.7.1.24', // tlsFeature
]);

/** RFC 5280 §4.2: a critical extension that is not recognised refuses the certificate. */
export const criticalExtensionsAreKnown: CertificateRule = ({ certificate }) => {
  const unknown = certificate.rawExtensions.find(({ critical, oid }) => critical && !recognised.has(oid));
  if (unknown === undefined) return undefined;
  return {
    kind: 'unhandled-critical-extension',
    message: `${nameOf(certificate)} has the critical extension ${unknown.oid}, which certmuster does not know.`,
    certificate,
  };
};

/** An extension that path validation reads has to be readable; malformed never counts as absent. */
export const processedExtensionsDecode: CertificateRule = ({ certificate }) => firstMalformed(certificate, processed);

/** Every extension known by name decodes. */
export const knownExtensionsDecode: CertificateRule = ({ certificate }) => firstMalformed(certificate, known);

/** RFC 5280 §4.2: no extension twice. */
export const extensionsAreUnique: CertificateRule = ({ certificate }) => {
  const twice = certificate.repeatedExtensions[0];
  if (twice === undefined) return undefined;
  const message = `${nameOf(certificate)} has the extension ${twice} twice (RFC 5280 §4.2).`;
  return { kind: 'malformed-extension', message, certificate };
};

/** RFC 5280 §4.1.2.9: extensions only in version 3. */
export const versionFitsExtensions: CertificateRule = ({ certificate }) => {
  if (certificate.version === 3 || certificate.rawExtensions.length === 0) return undefined;
  const message = `${nameOf(certificate)} has version ${certificate.version} and extensions, which only version 3 allows.`;
  return { kind: 'malformed-extension', message, certificate };
};

function firstMalformed(certificate: Certificate, names: readonly (keyof Extensions)[]) {
  const malformed = certificate.malformedExtensions;
  if (malformed.length === 0) return undefined;
  for (const name of names) {
    const error = malformed.find((each) => each.name === name)?.error;
    if (error === undefined) continue;
    const message = `The extension ${name} of ${nameOf(certificate)} is malformed: ${error.message}`;
    return { kind: 'malformed-extension' as const, message, certificate };
  }
  return undefined;
}
