import { quoteText } from '../../../pki/name-of.ts';
import type { Certificate, NameAttribute } from '../../../x509/certificate.ts';
import { countryCodes } from './country-codes.ts';

/** Attributes with a bound: RFC 5280 appendix A.1 (ub-…), and CA/B Forum 7.1.4.2 for those that it lacks; in characters. */
const bounds: Readonly<Record<string, readonly [name: string, maximum: number]>> = {
  '2.5.4.3': ['commonName', 64],
  '2.5.4.4': ['surname', 64],
  '2.5.4.5': ['serialNumber', 64],
  '2.5.4.7': ['localityName', 128],
  '2.5.4.8': ['stateOrProvinceName', 128],
  '2.5.4.9': ['streetAddress', 128],
  '2.5.4.10': ['organizationName', 64],
  '2.5.4.11': ['organizationalUnitName', 64],
  '2.5.4.12': ['title', 64],
  '2.5.4.15': ['businessCategory', 128],
  '2.5.4.17': ['postalCode', 40],
  '2.5.4.42': ['givenName', 64],
  '0.9.2342.19200300.100.1.25': ['domainComponent', 63],
  '1.2.840.113549.1.9.1': ['emailAddress', 255],
  '1.3.6.1.4.1.311.60.2.1.1': ['jurisdictionLocality', 128],
  '1.3.6.1.4.1.311.60.2.1.2': ['jurisdictionStateOrProvince', 128],
};

/** Attributes that hold a country. */
const countries: Readonly<Record<string, string>> = {
  '2.5.4.6': 'countryName',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionCountry',
};

/** No subject attribute is longer than its bound. What cannot be decoded has no length; `certificate-encoding` reports it. */
export function findLongField(certificate: Certificate): string | undefined {
  for (const { oid, text } of subjectAttributes(certificate)) {
    const bound = Object.hasOwn(bounds, oid) ? bounds[oid] : undefined;
    if (bound === undefined || text === undefined) continue;
    const [name, maximum] = bound;
    const length = [...text].length;
    if (length > maximum) return `has a subject with ${name} of ${length} characters, more than ${maximum}`;
  }
  return undefined;
}

/** Every country is a two-letter code of ISO 3166-1. */
export function findWrongCountry(certificate: Certificate): string | undefined {
  for (const { oid, text } of subjectAttributes(certificate)) {
    const name = Object.hasOwn(countries, oid) ? countries[oid] : undefined;
    if (name === undefined || text === undefined || countryCodes.has(text.toUpperCase())) continue;
    const reason = /^[a-z]{2}$/i.test(text) ? 'a code that ISO 3166-1 does not have' : 'which is no two-letter code';
    return `has a subject with ${name} "${quoteText(text)}", ${reason}`;
  }
  return undefined;
}

/** No organizational unit. */
export function findOrganizationalUnit(certificate: Certificate): string | undefined {
  const unit = subjectAttributes(certificate).find(({ oid }) => oid === '2.5.4.11');
  if (unit === undefined) return undefined;
  return `has a subject with organizationalUnitName${unit.text === undefined ? '' : ` "${quoteText(unit.text)}"`}`;
}

/** Every attribute of the subject, in the order of the encoding. */
export function subjectAttributes({ subject }: Certificate): readonly NameAttribute[] {
  return subject.relativeDistinguishedNames.flat();
}
