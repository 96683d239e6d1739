import { dnsNames } from '../../pki/names/presented-names.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { formatIpAddress } from '../../model/ip-address.ts';

/** The subject's common names in the order of the encoding; undefined for a value that is not readable text. */
export function subjectCommonNames(certificate: Certificate): readonly (string | undefined)[] {
  return certificate.subject.relativeDistinguishedNames
    .flat()
    .filter(({ oid }) => oid === '2.5.4.3')
    .map(({ text }) => text);
}

/** dNSName entries as written; empty if the extension is absent or malformed. */
export function alternativeDnsNames(certificate: Certificate): readonly string[] {
  const names = certificate.extensions.subjectAlternativeName;
  if (names?.ok !== true) return [];
  return dnsNames(names.value);
}

/** iPAddress entries as text; empty if the extension is absent or malformed. */
export function alternativeIpAddresses(certificate: Certificate): readonly string[] {
  const names = certificate.extensions.subjectAlternativeName;
  if (names?.ok !== true) return [];
  const addresses: string[] = [];
  for (const name of names.value) if (name.kind === 'ip') addresses.push(formatIpAddress(name.bytes));
  return addresses;
}

/** Every name a client could match: common names and dNSName entries, once each, lower case. */
export function hostNames(certificate: Certificate): readonly string[] {
  const names = new Set<string>();
  for (const name of subjectCommonNames(certificate)) if (name !== undefined) names.add(name.toLowerCase());
  for (const name of alternativeDnsNames(certificate)) names.add(name.toLowerCase());
  return [...names];
}
