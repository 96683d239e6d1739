import type { AlgorithmIdentifier } from '../certificate.ts';
import type { DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import type { ElementKind } from './element-memory.ts';
import { readObjectIdentifier } from './object-identifier.ts';

const algorithmKind: ElementKind<AlgorithmIdentifier> = { isShared: () => true };

/** Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
export function readAlgorithm(reader: DerReader, what: string): AlgorithmIdentifier {
  return reader.remember(algorithmKind, (next) => {
    const start = next.offset;
    const sequence = next.enter(derTags.sequence, what);
    const oid = readObjectIdentifier(sequence, what);
    const parameters = sequence.hasMore ? sequence.element(`parameters of the ${what}`).der : undefined;
    sequence.finish(what);
    return { oid, parameters, der: next.since(start) };
  });
}
