import type { DecodedExtension } from './decoded-extension.ts';
import type { DerReader } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import { readSmallInteger } from '../der/der-values.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { decodeString } from '../der/read-string.ts';

/** The specification demands a BMPString, so it is not odd here; other string types are accepted. */
export function readTemplateName(reader: DerReader): string {
  const element = reader.element('template name');
  const text = decodeString(element, reader, { bmpIsUsual: true });
  if (text === undefined) reader.fail('bad-value', 'The template name is not a readable string.');
  return text ?? '';
}

/** [MS-WCCE] §2.2.2.7.7.2: template OID and its version. */
export function readTemplate(reader: DerReader): DecodedExtension<'microsoftTemplate'> {
  const sequence = reader.enter(derTags.sequence, 'certificate template');
  const oid = readObjectIdentifier(sequence, 'certificate template');
  const majorVersion = sequence.hasMore ? readSmallInteger(sequence, 'major version of the template') : undefined;
  const minorVersion = sequence.hasMore ? readSmallInteger(sequence, 'minor version of the template') : undefined;
  sequence.finish('certificate template');
  return { oid, majorVersion, minorVersion };
}

/** [MS-WCCE] §2.2.2.7.5: the low word counts certificates, the high word keys. */
export function readCaVersion(reader: DerReader): DecodedExtension<'microsoftCaVersion'> {
  const version = readSmallInteger(reader, 'CA version');
  return { certificateIndex: version & 0xffff, keyIndex: version >>> 16 };
}
