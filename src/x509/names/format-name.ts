import type { NameAttribute } from '../certificate.ts';
import { hexOf } from '../der/hex.ts';

/**
 * Writes a relative distinguished name as RFC 4514 says; types beyond its table (e-mail addresses too) as dotted OID and `#` with
 * the value's DER. NUL and control characters become `\00`; other characters are not changed.
 */
export function formatRelativeName(attributes: readonly NameAttribute[]): string {
  const [only] = attributes;
  return attributes.length === 1 && only !== undefined
    ? formatAttribute(only)
    : attributes.map(formatAttribute).join('+');
}

/** The table of RFC 4514 §3. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.6': 'C',
  '2.5.4.9': 'STREET',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
};

function formatAttribute({ oid, text, der }: NameAttribute): string {
  const shortName = shortNames[oid];
  return shortName === undefined || text === undefined
    ? `${shortName ?? oid}=#${hexOf(der)}`
    : `${shortName}=${escapeValue(text)}`;
}

/** RFC 4514 §2.4. */
function escapeValue(text: string): string {
  if (!escapedCharacters.test(text)) return text;
  return text
    .replace(/["+,;<>\\]|^[ #]| $/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f]/g, (control) => `\\${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The characters that `escapeValue` escapes. */
const escapedCharacters = /["+,;<>\\\u0000-\u001f\u007f]|^[ #]| $/;
