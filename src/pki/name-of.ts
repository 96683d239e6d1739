import type { Certificate, GeneralName } from '../x509/certificate.ts';
import { formatGeneralName } from '../x509/names/format-general-name.ts';

/** Longest name quoted in a message: that of a DNS name (RFC 1035 §2.3.4). Names are the peer's to choose. */
const maximumCharacters = 255;

/** How messages call a certificate: its subject, or its serial number where the subject is empty. */
export function nameOf(certificate: Certificate): string {
  const known = names.get(certificate);
  if (known !== undefined) return known;
  const text = certificate.subject.text;
  const name = quoteText(text === '' ? `the certificate with serial number ${certificate.serialNumber.hex}` : text);
  names.set(certificate, name);
  return name;
}

/** A search that fails may name the same certificate on a thousand branches. */
const names = new WeakMap<Certificate, string>();

/** A GeneralName as messages quote it, for instance `DNS:example.com`. */
export function quoteName(name: GeneralName): string {
  return quoteText(formatGeneralName(name));
}

/** Text from a certificate, cut to what a message can hold. */
export function quoteText(text: string): string {
  return text.length > maximumCharacters ? `${text.slice(0, maximumCharacters)}…` : text;
}
