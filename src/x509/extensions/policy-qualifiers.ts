import { err, ok, type Result } from '../../model/result.ts';
import type { DecodeError } from '../certificate.ts';
import { decodeDer } from '../der/der-reader.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { readSequenceOf } from '../der/read-sequence-of.ts';
import { derTags } from '../der/der-tags.ts';

/** CPS pointer and user notice, the qualifiers that RFC 5280 §4.2.1.4 defines. */
const knownQualifiers: readonly string[] = ['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'];

/** The OID of the first qualifier that RFC 5280 §4.2.1.4 does not define; undefined: there is none. `der`: policyQualifiers. */
export function findUnknownQualifier(der: Uint8Array): Result<string | undefined, DecodeError> {
  const { result } = decodeDer(der, 'policy qualifiers', (reader) =>
    readSequenceOf(reader, 'policy qualifiers', (sequence) => {
      const qualifier = sequence.enter(derTags.sequence, 'policy qualifier');
      const oid = readObjectIdentifier(qualifier, 'type of a policy qualifier');
      if (qualifier.hasMore) qualifier.element('policy qualifier');
      qualifier.finish('policy qualifier');
      return oid;
    }),
  );
  return result.ok ? ok(result.value.find((oid) => !knownQualifiers.includes(oid))) : err(result.error);
}
