import { findForeignCommonName } from '../../../pki/rules/ca-browser/common-name.ts';
import { findWildcardsOverSuffix } from '../../../pki/rules/web-pki/wildcard-over-public-suffix.ts';
import { baselineRequirements, chromeRootProgram, mozillaRootStorePolicy, rfc } from '../../citations.ts';
import { findPublicSuffix, findUnknownTopLevel } from './name-demands.ts';
import { findContradictedPolicy, findMissingPolicies, findNoReservedPolicy } from './policy-demands.ts';
import type { PublicRules } from './public-rule.ts';
import { findAnyPurpose, findForbiddenPurpose, findOtherPurpose, findServerAndEmail } from './purpose-demands.ts';
import { findShortSerialNumber } from './serial-number-demand.ts';
import { findLongField, findOrganizationalUnit, findWrongCountry } from './subject-demands.ts';

const misissued =
  'Public CAs may not issue such a certificate, and have to revoke it within five days once they know of it.';
const chromeOnly =
  'Chrome wants public certificates issued since 2027-03-15 to be for servers only, and distrusts CAs that issue others.';

/**
 * What public CAs have to heed beyond path validation, by the check that says it, each from the day on which it came into force.
 * None of it binds a private CA. Lifetimes have a table of their own in `certificate-lifetime`, SCTs in `certificate-transparency`.
 */
export const leafRules = {
  'wildcard-over-public-suffix': {
    from: '2012-07-01',
    title: 'The public certificate has a wildcard over a public suffix',
    why: 'Such a wildcard covers the domains of unrelated owners, so browsers refuse the certificate.',
    remedy: 'Have the certificate reissued with a wildcard below a domain of your own.',
    citation: baselineRequirements('3.2.2.6'),
    find: (certificate, { isPublicSuffix }) => {
      const wildcards = findWildcardsOverSuffix(certificate, isPublicSuffix);
      return wildcards && `claims ${wildcards}`;
    },
  },
  'policies-contradict-subject': {
    from: '2012-07-01',
    title: 'The subject of the public certificate contradicts its certificate policy',
    why: misissued,
    remedy:
      'Have the CA reissue the certificate under the policy (DV, OV, IV or EV) that its subject was validated for.',
    citation: baselineRequirements('7.1.6.1'),
    find: findContradictedPolicy,
  },
  'policies-missing': {
    from: '2012-07-01',
    title: 'The public certificate has no certificate policies',
    why: misissued,
    remedy: 'Have the CA reissue the certificate with the policy of its kind of validation (DV, OV, IV or EV).',
    citation: baselineRequirements('7.1.2.7.6'),
    find: findMissingPolicies,
  },
  'policy-not-reserved': {
    from: '2020-09-30',
    title: 'The certificate policies of the public certificate do not say how it was validated',
    why: misissued,
    remedy: 'Have the CA reissue the certificate with a policy of the CA/B Forum (2.23.140.1) beside its own.',
    citation: baselineRequirements('7.1.2.7.9'),
    find: findNoReservedPolicy,
  },
  'organizational-unit': {
    from: '2022-09-01',
    title: 'The subject of the public certificate has an organizational unit (OU)',
    why: misissued,
    remedy: 'Have the certificate reissued without OU.',
    citation: baselineRequirements('7.1.4.2 (ballot SC47)'),
    find: findOrganizationalUnit,
  },
  'country-code': {
    from: '2012-07-01',
    title: 'The country in the subject of the public certificate is no country code',
    why: misissued,
    remedy: 'Have the certificate reissued with the two-letter country code of ISO 3166-1.',
    citation: baselineRequirements('7.1.4.2'),
    find: findWrongCountry,
  },
  'subject-field-too-long': {
    from: '2008-05-01',
    title: 'A field in the subject of the public certificate is too long',
    why: 'Software that keeps to the bounds of RFC 5280 rejects the certificate or truncates the field.',
    remedy: 'Have the certificate reissued with a shorter field.',
    citation: rfc(5280, 'appendix A.1'),
    find: findLongField,
  },
  'short-serial-number': {
    from: '2016-09-30',
    title: 'The serial number of the public certificate is too short to be random',
    why: 'Whoever can predict serial numbers can prepare a hash collision and forge a certificate.',
    remedy: 'Have the CA reissue the certificate with a serial number of at least 64 random bits.',
    citation: baselineRequirements('7.1.2.7 (ballot 164)'),
    find: findShortSerialNumber,
  },
  // Other checks may see these two as well, and then they follow from what those say.
  'common-name': {
    from: '2012-07-01',
    title: 'The CN of the public certificate is not in its SAN',
    why: misissued,
    remedy: 'Have the certificate reissued with a CN that is also in the SAN, or without a CN.',
    citation: baselineRequirements('7.1.4.3'),
    find: findForeignCommonName,
  },
  'not-for-servers-only': {
    from: '2027-03-15',
    title: 'The public certificate is not for servers only',
    why: chromeOnly,
    remedy:
      'Have the certificate reissued for server authentication only; where the server is also a client, give it a certificate of a private CA for that.',
    citation: chromeRootProgram('dedicated TLS server authentication hierarchies'),
    find: findOtherPurpose,
  },
} as const satisfies PublicRules;

/** Of intermediates: `issuer-purposes` reports the first that one breaks, as the later ones repeat it. */
export const issuerRules = {
  'any-purpose': {
    from: '2019-01-01',
    title: 'A public intermediate allows any purpose',
    why: 'Browsers want intermediates that can issue certificates for servers only.',
    remedy: 'Have the certificate reissued from an intermediate of the CA that is for server authentication only.',
    citation: mozillaRootStorePolicy('5.3'),
    find: findAnyPurpose,
  },
  'server-and-email': {
    from: '2019-01-01',
    title: 'A public intermediate is for servers and for e-mail',
    why: 'Mozilla forbids it, as rules for e-mail certificates are laxer.',
    remedy: 'Have the certificate reissued from an intermediate of the CA that is not for e-mail.',
    citation: mozillaRootStorePolicy('5.3'),
    find: findServerAndEmail,
  },
  'forbidden-purposes': {
    from: '2023-09-15',
    title: 'A public intermediate allows purposes that are forbidden beside server authentication',
    why: 'Public CAs may not operate such an intermediate, and have to revoke it within seven days once they know of it.',
    remedy: 'Ask the CA for a certificate from an intermediate without these purposes.',
    citation: baselineRequirements('7.1.2.10.6'),
    find: findForbiddenPurpose,
  },
  'not-for-servers-only': {
    from: '2026-06-15',
    title: 'A public intermediate is not for servers only',
    why: 'Chrome wants intermediates issued since 2026-06-15 to be for servers only, and distrusts CAs that issue others.',
    remedy: 'Ask the CA for a certificate from its hierarchy for server authentication only.',
    citation: chromeRootProgram('dedicated TLS server authentication hierarchies'),
    find: findOtherPurpose,
  },
} as const satisfies PublicRules;

/** Of the names of leaves: `internal-name` reports them. */
export const nameRules = {
  'unknown-top-level-domain': {
    from: '2015-11-01',
    title: 'The public certificate has a name without a top-level domain of the root zone',
    why: 'No one can prove ownership of such a name, so public CAs have to revoke such certificates.',
    remedy:
      'Have the certificate reissued without the name; a name that is used internally only belongs in a certificate of your own CA.',
    citation: baselineRequirements('1.6.1 (Internal Name)'),
    find: findUnknownTopLevel,
  },
  'public-suffix': {
    from: '2012-07-01',
    title: 'The public certificate has a public suffix as a name',
    why: 'Others register their domains below it, so no one but its registry can be validated for it.',
    remedy: 'Have the certificate reissued with names below your own domain, unless you run the registry.',
    citation: baselineRequirements('1.6.1 (Base Domain Name)'),
    find: findPublicSuffix,
  },
} as const satisfies PublicRules;
