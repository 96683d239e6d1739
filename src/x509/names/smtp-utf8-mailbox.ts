import type { GeneralName } from '../certificate.ts';
import { decodeDer } from '../der/der-reader.ts';
import { constructed, derTags } from '../der/der-tags.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { decodeString } from '../der/read-string.ts';

/** id-on-SmtpUTF8Mailbox (RFC 9598 §3): an otherName that holds an e-mail address as a UTF8String. */
const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9';

export function isSmtpUtf8Mailbox(name: GeneralName): boolean {
  return name.kind === 'other' && name.oid === smtpUtf8Mailbox;
}

/** The address of a SmtpUTF8Mailbox; undefined if its value is no UTF8String. */
export function readSmtpUtf8Mailbox(name: Extract<GeneralName, { readonly kind: 'other' }>): string | undefined {
  const { result } = decodeDer(name.der, 'otherName', (reader) => {
    const other = reader.enter(constructed(0), 'otherName');
    readObjectIdentifier(other, 'type of an otherName');
    const element = other.enter(constructed(0), 'value of an otherName').element('value of an otherName');
    return element.tag === derTags.utf8String ? decodeString(element, reader) : undefined;
  });
  return result.ok ? result.value : undefined;
}
