import type { DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';

/** Reads a SEQUENCE OF with at least one element. */
export function readSequenceOf<T>(reader: DerReader, what: string, readOne: (sequence: DerReader) => T): readonly T[] {
  const values: T[] = [];
  const sequence = reader.enter(derTags.sequence, what);
  if (!sequence.hasMore) sequence.fail('bad-value', `The list of ${what} is empty.`);
  while (sequence.hasMore) values.push(readOne(sequence));
  return values;
}
