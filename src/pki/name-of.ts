import type { Certificate, GeneralName } from '../x509/certificate.ts';
import { formatGeneralName } from '../x509/format-general-name.ts';
import { formatName } from '../x509/format-name.ts';

/** Longest name quoted in a message: that of a DNS name (RFC 1035 §2.3.4). Names are the peer's to choose. */
const maximumCharacters = 255;

/** How messages call a certificate: its subject, or its serial number where the subject is empty. */
export function nameOf(certificate: Certificate): string {
  const text = formatName(certificate.subject);
  return cut(text === '' ? `the certificate with serial number ${certificate.serialNumber.hex}` : text);
}

/** A GeneralName as messages quote it, for instance `DNS:example.com`. */
export function quoteName(name: GeneralName): string {
  return cut(formatGeneralName(name));
}

function cut(text: string): string {
  return text.length > maximumCharacters ? `${text.slice(0, maximumCharacters)}…` : text;
}
