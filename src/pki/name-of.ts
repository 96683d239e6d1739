import type { Certificate, GeneralName } from '../x509/certificate.ts';
import { commonNames } from '../x509/names/common-names.ts';
import { formatGeneralName } from '../x509/names/format-general-name.ts';

/** Longest name quoted in a message: that of a DNS name (RFC 1035 §2.3.4). A peer chooses its names. */
const maximumCharacters = 255;

/** How messages call a certificate: its subject, or its serial number if the subject is empty. */
export function nameOf(certificate: Certificate): string {
  const text = certificate.subject.text;
  return quoteText(text === '' ? `the certificate with serial number ${certificate.serialNumber.hex}` : text);
}

/** How titles call a certificate: by the last common name of its subject, or as `nameOf` if it has none. */
export function shortNameOf(certificate: Certificate): string {
  const name = commonNames(certificate.subject).at(-1);
  return name === undefined || name.trim() === '' ? nameOf(certificate) : quoteText(`CN=${name}`);
}

/** A GeneralName as messages quote it, for instance `DNS:example.com`. */
export function quoteName(name: GeneralName): string {
  return quoteText(formatGeneralName(name));
}

/** Text from a certificate, cut to what a message can hold. */
export function quoteText(text: string): string {
  return text.length > maximumCharacters ? `${text.slice(0, maximumCharacters)}…` : text;
}
