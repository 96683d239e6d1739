import type { AlgorithmIdentifier } from './certificate.ts';
import type { DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readObjectIdentifier } from './object-identifier.ts';

/** Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
export function readAlgorithm(reader: DerReader, what: string): AlgorithmIdentifier {
  const { value, der } = reader.withDer((outer) => {
    const sequence = outer.enter(derTags.sequence, what);
    const oid = readObjectIdentifier(sequence, what);
    const parameters = sequence.hasMore ? sequence.element(`parameters of the ${what}`).der : undefined;
    sequence.finish(what);
    return { oid, parameters };
  });
  return { ...value, der };
}
