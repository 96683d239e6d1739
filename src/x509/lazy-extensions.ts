import type { Extensions } from './certificate.ts';

/** Reads one extension; asked as often as the getter is. */
export type ReadExtension = <K extends keyof Extensions>(name: K) => Extensions[K];

/**
 * Extensions as getters over `read`. They are written out, own and enumerable, so that a copy (`{ ...extensions }`) is whole
 * and making them costs no table.
 */
export function lazyExtensions(read: ReadExtension): Extensions {
  return {
    get subjectAlternativeName() {
      return read('subjectAlternativeName');
    },
    get issuerAlternativeName() {
      return read('issuerAlternativeName');
    },
    get keyUsage() {
      return read('keyUsage');
    },
    get extendedKeyUsage() {
      return read('extendedKeyUsage');
    },
    get basicConstraints() {
      return read('basicConstraints');
    },
    get nameConstraints() {
      return read('nameConstraints');
    },
    get authorityKeyIdentifier() {
      return read('authorityKeyIdentifier');
    },
    get subjectKeyIdentifier() {
      return read('subjectKeyIdentifier');
    },
    get crlDistributionPoints() {
      return read('crlDistributionPoints');
    },
    get freshestCrl() {
      return read('freshestCrl');
    },
    get authorityInformationAccess() {
      return read('authorityInformationAccess');
    },
    get subjectInformationAccess() {
      return read('subjectInformationAccess');
    },
    get certificatePolicies() {
      return read('certificatePolicies');
    },
    get policyConstraints() {
      return read('policyConstraints');
    },
    get policyMappings() {
      return read('policyMappings');
    },
    get inhibitAnyPolicy() {
      return read('inhibitAnyPolicy');
    },
    get tlsFeature() {
      return read('tlsFeature');
    },
    get signedCertificateTimestamps() {
      return read('signedCertificateTimestamps');
    },
    get microsoftTemplateName() {
      return read('microsoftTemplateName');
    },
    get microsoftTemplate() {
      return read('microsoftTemplate');
    },
    get microsoftApplicationPolicies() {
      return read('microsoftApplicationPolicies');
    },
    get microsoftCaVersion() {
      return read('microsoftCaVersion');
    },
    get microsoftPreviousCaHash() {
      return read('microsoftPreviousCaHash');
    },
  };
}
