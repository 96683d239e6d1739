import type { SubjectName } from './certificate-profile.ts';
import { bmpString, objectIdentifier, sequence, tagged } from '../pki/forge-der.ts';

/** DER of a Name, RFC 5280 §4.1.2.4: one RelativeDistinguishedName an entry. */
export function encodeName(subject: SubjectName): Uint8Array {
  const names = subject.map((entry) => {
    const attributes = Object.entries(entry).map(([type, text]) =>
      sequence(objectIdentifier(attributeTypes[type] ?? type), attributeValue(text)),
    );
    return tagged(0x31, ...attributes);
  });
  return sequence(...names);
}

/** A BMPString where the text asks for one, else a PrintableString where it may be one (X.680 §41.4), else UTF-8. */
function attributeValue(text: string): Uint8Array {
  if (text.startsWith('bmp:')) return bmpString(text.slice(4));
  const isPrintable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
  return tagged(isPrintable ? 0x13 : 0x0c, Buffer.from(text, 'utf8'));
}

/** RFC 4519; any other type is written as its dotted OID. */
const attributeTypes: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  DC: '0.9.2342.19200300.100.1.25',
};
