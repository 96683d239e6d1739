import type { AccessDescription, AuthorityKeyIdentifier, DistributionPoint } from '../certificate.ts';
import type { DerReader } from '../der/der-reader.ts';
import { constructed, derTags, primitive } from '../der/der-tags.ts';
import { readNamedBits } from '../der/der-values.ts';
import { hexOf } from '../der/hex.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { readGeneralName, readGeneralNames } from '../names/read-general-names.ts';
import { readSequenceOf } from '../der/read-sequence-of.ts';
import { readSerialNumber } from '../der/read-serial-number.ts';

/** RFC 5280 §4.2.1.1. */
export function readAuthorityKeyIdentifier(reader: DerReader): AuthorityKeyIdentifier {
  const sequence = reader.enter(derTags.sequence, 'authorityKeyIdentifier');
  const keyIdentifier = sequence.nextTag === primitive(0) ? sequence.content(primitive(0), 'keyIdentifier') : undefined;
  const authorityCertIssuer =
    sequence.nextTag === constructed(1) ? readGeneralNames(sequence, 'authorityCertIssuer', constructed(1)) : undefined;
  const authorityCertSerialNumber =
    sequence.nextTag === primitive(2) ? readSerialNumber(sequence, primitive(2)) : undefined;
  sequence.finish('authorityKeyIdentifier');
  return { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber };
}

/** RFC 5280 §4.2.1.13. */
export function readDistributionPoints(reader: DerReader): readonly DistributionPoint[] {
  return readSequenceOf(reader, 'distribution points', (sequence) => {
    const point = sequence.enter(derTags.sequence, 'distribution point');
    const name = point.enterOptional(constructed(0), 'name of a distribution point');
    const isRelative = name?.nextTag === constructed(1);
    const relativeName = isRelative ? name?.element('name relative to the CRL issuer').der : undefined;
    const fullName =
      name === undefined || isRelative
        ? undefined
        : readGeneralNames(name, 'name of a distribution point', constructed(0));
    name?.finish('name of a distribution point');
    const reasons = point.nextTag === primitive(1) ? hexOf(readNamedBits(point, 'reasons', primitive(1))) : undefined;
    const crlIssuer =
      point.nextTag === constructed(2) ? readGeneralNames(point, 'cRLIssuer', constructed(2)) : undefined;
    point.finish('distribution point');
    return { fullName, relativeName, reasons, crlIssuer };
  });
}

/** RFC 5280 §4.2.2.1. */
export function readAccessDescriptions(reader: DerReader): readonly AccessDescription[] {
  return readSequenceOf(reader, 'access descriptions', (sequence) => {
    const description = sequence.enter(derTags.sequence, 'access description');
    const method = readObjectIdentifier(description, 'access method');
    const location = readGeneralName(description, 'access location');
    description.finish('access description');
    return { method, location };
  });
}
