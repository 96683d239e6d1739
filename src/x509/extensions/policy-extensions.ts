import type { DecodedExtension } from './decoded-extension.ts';
import type { DerReader } from '../der/der-reader.ts';
import { derTags, primitive } from '../der/der-tags.ts';
import { readSmallInteger } from '../der/der-values.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { readSequenceOf } from '../der/read-sequence-of.ts';

/** RFC 5280 §4.2.1.4; qualifiers stay as they are. */
export function readPolicies(reader: DerReader): DecodedExtension<'certificatePolicies'> {
  return readSequenceOf(reader, 'policies', (sequence) => {
    const policy = sequence.enter(derTags.sequence, 'policy');
    const oid = readObjectIdentifier(policy, 'policy');
    const qualifiers = policy.hasMore ? policy.element('policy qualifiers').der : undefined;
    policy.finish('policy');
    return { oid, qualifiers };
  });
}

/** RFC 5280 §4.2.1.11. */
export function readPolicyConstraints(reader: DerReader): DecodedExtension<'policyConstraints'> {
  const sequence = reader.enter(derTags.sequence, 'policyConstraints');
  if (!sequence.hasMore) sequence.note('policyConstraints constrain nothing');
  const optional = (number: 0 | 1, what: string): number | undefined =>
    sequence.nextTag === primitive(number) ? readSmallInteger(sequence, what, primitive(number)) : undefined;
  const requireExplicitPolicy = optional(0, 'requireExplicitPolicy');
  const inhibitPolicyMapping = optional(1, 'inhibitPolicyMapping');
  sequence.finish('policyConstraints');
  return { requireExplicitPolicy, inhibitPolicyMapping };
}

/** RFC 5280 §4.2.1.5. */
export function readPolicyMappings(reader: DerReader): DecodedExtension<'policyMappings'> {
  return readSequenceOf(reader, 'policy mappings', (sequence) => {
    const mapping = sequence.enter(derTags.sequence, 'policy mapping');
    const issuer = readObjectIdentifier(mapping, 'issuer policy');
    const subject = readObjectIdentifier(mapping, 'subject policy');
    mapping.finish('policy mapping');
    return { issuer, subject };
  });
}
