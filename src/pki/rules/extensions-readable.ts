import type { Certificate, Extensions, MalformedExtension } from '../../x509/certificate.ts';
import { extensionDecoders } from '../../x509/extensions/extension-decoders.ts';
import { joinWords } from '../join-words.ts';
import { nameOf } from '../name-of.ts';
import type { CertificateRule, PathFault } from '../path/rule.ts';

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
  'microsoftApplicationPolicies',
];

const decoded = Object.keys(extensionDecoders) as readonly (keyof Extensions)[];

/** Extensions that are decoded and of which nothing is judged: what they say of the CA's renewals has no rule to be held against. */
const notJudged: readonly (keyof Extensions)[] = ['microsoftCaVersion', 'microsoftPreviousCaHash'];

/**
 * What may be critical: every extension that is decoded and processed here, judged by a check, or of no effect by its definition
 * (issuerAltName, RFC 5280 §4.2.1.7; subjectInfoAccess, §4.2.2.2). Others are refused: Certificate Transparency's poison (RFC 6962
 * §3.1), so that a precertificate never has a path, and all those whose meaning is not judged, such as Microsoft's CA version, its
 * mappings and constraints of application policies, QC statements or the period of a private key.
 */
const recognised: ReadonlySet<string> = new Set(
  decoded.filter((name) => !notJudged.includes(name)).map((name) => extensionDecoders[name].oid),
);

/** RFC 5280 §4.2: a critical extension that is not recognised refuses the certificate. */
export const criticalExtensionsAreKnown: CertificateRule = ({ certificate }) => {
  const unknown = certificate.rawExtensions.filter(({ critical, oid }) => critical && !recognised.has(oid));
  if (unknown.length === 0) return undefined;
  const named = [...new Set(unknown.map(({ oid }) => nameExtension(oid)))];
  const what = named.length === 1 ? 'extension' : 'extensions';
  return {
    kind: 'unhandled-critical-extension',
    message: `${nameOf(certificate)} has the critical ${what} ${joinWords(named)}, which certmuster does not process.`,
    certificate,
  };
};

/** What people call extensions that may not be critical here. */
const names: ReadonlyMap<string, string> = new Map([
  ['2.5.29.9', 'subject directory attributes'],
  ['2.5.29.16', 'private key usage period'],
  ['1.3.6.1.5.5.7.1.3', 'QC statements'],
  ['1.3.6.1.5.5.7.48.1.5', 'OCSP no check'],
  ['1.3.6.1.4.1.11129.2.4.3', 'precertificate poison'],
  ['1.3.6.1.4.1.311.21.1', 'CA version'],
  ['1.3.6.1.4.1.311.21.2', 'hash of the previous CA certificate'],
  ['1.3.6.1.4.1.311.21.11', 'application policy mappings'],
  ['1.3.6.1.4.1.311.21.12', 'application policy constraints'],
  ['1.3.6.1.4.1.311.25.2', 'security identifier of an account'],
]);

function nameExtension(oid: string): string {
  const name = names.get(oid);
  return name === undefined ? oid : `${oid} (${name})`;
}

/**
 * An extension that path validation reads has to be readable, and so has a critical one (RFC 5280 §4.2); malformed never counts as
 * absent.
 */
export const processedExtensionsDecode: CertificateRule = ({ certificate }) => {
  if (certificate.malformedExtensions.length === 0) return undefined;
  const critical = new Set(certificate.rawExtensions.flatMap((raw) => (raw.critical ? raw.oid : [])));
  return faultOf(
    certificate,
    certificate.malformedExtensions.filter(({ name, oid }) => processed.includes(name) || critical.has(oid)),
  );
};

/** Every extension known by name decodes. */
export const knownExtensionsDecode: CertificateRule = ({ certificate }) =>
  faultOf(certificate, certificate.malformedExtensions);

/** RFC 5280 §4.2: no extension twice. */
export const extensionsAreUnique: CertificateRule = ({ certificate }) => {
  const twice = certificate.repeatedExtensions;
  if (twice.length === 0) return undefined;
  const what = twice.length === 1 ? 'extension' : 'extensions';
  const message = `${nameOf(certificate)} has the ${what} ${joinWords(twice)} twice (RFC 5280 §4.2).`;
  return { kind: 'malformed-extension', message, certificate };
};

/** RFC 5280 §4.1.2.9: extensions only in version 3. */
export const versionFitsExtensions: CertificateRule = ({ certificate }) => {
  if (certificate.version === 3 || certificate.rawExtensions.length === 0) return undefined;
  const message = `${nameOf(certificate)} has version ${certificate.version} and extensions, which only version 3 allows.`;
  return { kind: 'malformed-extension', message, certificate };
};

function faultOf(certificate: Certificate, malformed: readonly MalformedExtension[]): PathFault | undefined {
  const [first, ...others] = malformed;
  if (first === undefined) return undefined;
  const also = others.map(({ name, error }) => ` So is ${name}: ${error.message}`);
  const message = `The extension ${first.name} of ${nameOf(certificate)} is malformed: ${first.error.message}${also.join('')}`;
  return { kind: 'malformed-extension', message, certificate };
}
