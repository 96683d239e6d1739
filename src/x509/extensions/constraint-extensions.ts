import type { GeneralName, NameConstraints } from '../certificate.ts';
import type { DecodedExtension } from './decoded-extension.ts';
import type { DerReader } from '../der/der-reader.ts';
import { constructed, derTags, primitive } from '../der/der-tags.ts';
import { readBoolean, readSmallInteger } from '../der/der-values.ts';
import { rangeLengths, readGeneralName } from '../names/read-general-names.ts';

/** RFC 5280 §4.2.1.9. An encoded `cA` of FALSE and a path length without `cA` are odd. */
export function readBasicConstraints(reader: DerReader): DecodedExtension<'basicConstraints'> {
  const sequence = reader.enter(derTags.sequence, 'basicConstraints');
  const hasCa = sequence.nextTag === derTags.boolean;
  const ca = hasCa && readBoolean(sequence, 'cA');
  if (hasCa && !ca) sequence.note('cA is encoded as FALSE, its default');
  const pathLength = sequence.hasMore ? readSmallInteger(sequence, 'pathLenConstraint') : undefined;
  if (pathLength !== undefined && !ca) sequence.note('a path length without cA');
  sequence.finish('basicConstraints');
  return { ca, pathLength };
}

/** RFC 5280 §4.2.1.10. */
export function readNameConstraints(reader: DerReader): NameConstraints {
  const sequence = reader.enter(derTags.sequence, 'nameConstraints');
  if (!sequence.hasMore) sequence.note('nameConstraints constrain nothing');
  const permitted = readSubtrees(sequence, 0);
  const excluded = readSubtrees(sequence, 1);
  sequence.finish('nameConstraints');
  return {
    permitted: permitted.names,
    excluded: excluded.names,
    hasMinimumOrMaximum: permitted.hasMinimumOrMaximum || excluded.hasMinimumOrMaximum,
  };
}

function readSubtrees(reader: DerReader, number: 0 | 1): { names: GeneralName[]; hasMinimumOrMaximum: boolean } {
  const names: GeneralName[] = [];
  let hasMinimumOrMaximum = false;
  const subtrees = reader.enterOptional(constructed(number), 'subtrees of nameConstraints');
  if (subtrees !== undefined && !subtrees.hasMore) subtrees.fail('bad-value', 'A list of subtrees is empty.');
  while (subtrees?.hasMore) {
    const subtree = subtrees.enter(derTags.sequence, 'subtree');
    names.push(readGeneralName(subtree, 'base of a subtree', rangeLengths));
    if (subtree.nextTag === primitive(0)) {
      const minimum = readSmallInteger(subtree, 'minimum of a subtree', primitive(0));
      if (minimum === 0) subtree.note('the minimum of a subtree is encoded as 0, its default');
      hasMinimumOrMaximum ||= minimum !== 0;
    }
    if (subtree.nextTag === primitive(1)) {
      readSmallInteger(subtree, 'maximum of a subtree', primitive(1));
      hasMinimumOrMaximum = true;
    }
    subtree.finish('subtree');
  }
  return { names, hasMinimumOrMaximum };
}
