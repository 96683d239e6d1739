import { err } from '../../model/result.ts';
import type { DecodeError, EncodingOddity, RawExtension } from '../certificate.ts';
import type { CrlExtensions, IssuingDistributionPoint } from './crl.ts';
import { type DerDecoded, type DerReader, decodeDer } from '../der/der-reader.ts';
import { constructed, derTags, primitive } from '../der/der-tags.ts';
import { readBoolean, readIntegerBytes, readNamedBits } from '../der/der-values.ts';
import { extensionDecoders } from '../extensions/extension-decoders.ts';
import { hexOf } from '../der/hex.ts';
import { readGeneralNames } from '../names/read-general-names.ts';

/** Every extension of a CRL that we read: its OID and its decoder (RFC 5280 §5.2). */
export const crlExtensionDecoders = {
  authorityKeyIdentifier: extensionDecoders.authorityKeyIdentifier,
  crlNumber: { oid: '2.5.29.20', decode: (reader: DerReader) => hexOf(readIntegerBytes(reader, 'cRLNumber')) },
  deltaCrlIndicator: {
    oid: '2.5.29.27',
    decode: (reader: DerReader) => hexOf(readIntegerBytes(reader, 'BaseCRLNumber')),
  },
  issuingDistributionPoint: { oid: '2.5.29.28', decode: readIssuingDistributionPoint },
  freshestCrl: extensionDecoders.freshestCrl,
} as const;

/** Decodes the extensions of one CRL. An extension that occurs twice is malformed. */
export function decodeCrlExtensions(raw: readonly RawExtension[]): {
  readonly extensions: CrlExtensions;
  readonly oddities: readonly EncodingOddity[];
} {
  const oddities: EncodingOddity[] = [];
  const read = <K extends keyof CrlExtensions>(name: K): CrlExtensions[K] => {
    const { oid, decode } = crlExtensionDecoders[name];
    const [first, second] = raw.filter((extension) => extension.oid === oid);
    if (first === undefined) return undefined;
    const decoded = second === undefined ? decodeDer<unknown>(first.value, name, decode) : duplicate(name);
    oddities.push(...decoded.oddities);
    return decoded.result as CrlExtensions[K];
  };
  const extensions = {
    authorityKeyIdentifier: read('authorityKeyIdentifier'),
    crlNumber: read('crlNumber'),
    deltaCrlIndicator: read('deltaCrlIndicator'),
    issuingDistributionPoint: read('issuingDistributionPoint'),
    freshestCrl: read('freshestCrl'),
  };
  return { extensions, oddities };
}

/** RFC 5280 §5.2.5. */
function readIssuingDistributionPoint(reader: DerReader): IssuingDistributionPoint {
  const sequence = reader.enter(derTags.sequence, 'issuingDistributionPoint');
  const name = sequence.enterOptional(constructed(0), 'name of the distribution point');
  const isRelative = name?.nextTag === constructed(1);
  const relativeName = isRelative ? name?.element('name relative to the CRL issuer').der : undefined;
  const fullName =
    name === undefined || isRelative
      ? undefined
      : readGeneralNames(name, 'name of the distribution point', constructed(0));
  name?.finish('name of the distribution point');
  const flag = (number: number, what: string): boolean =>
    sequence.nextTag === primitive(number) && readBoolean(sequence, what, primitive(number));
  const onlyContainsUserCertificates = flag(1, 'onlyContainsUserCerts');
  const onlyContainsCaCertificates = flag(2, 'onlyContainsCACerts');
  const onlySomeReasons =
    sequence.nextTag === primitive(3) ? hexOf(readNamedBits(sequence, 'onlySomeReasons', primitive(3))) : undefined;
  const isIndirect = flag(4, 'indirectCRL');
  const onlyContainsAttributeCertificates = flag(5, 'onlyContainsAttributeCerts');
  sequence.finish('issuingDistributionPoint');
  return {
    fullName,
    relativeName,
    onlyContainsUserCertificates,
    onlyContainsCaCertificates,
    onlyContainsAttributeCertificates,
    onlySomeReasons,
    isIndirect,
  };
}

function duplicate(name: string): DerDecoded<never> {
  const error: DecodeError = { kind: 'duplicate', message: `The extension ${name} occurs more than once.`, offset: 0 };
  return { result: err(error), oddities: [] };
}
