import { bitLength } from '../../model/bit-length.ts';
import { decodeDer } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import { readIntegerBytes, readSmallInteger } from '../der/der-values.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';

export interface EcCurve {
  /** Field size; undefined: unknown. */
  readonly bits: number | undefined;
  /** The name, the dotted OID of a curve without a known name, `explicit`, or undefined if the parameters are unreadable. */
  readonly curve: string | undefined;
}

/** Reads ECParameters (RFC 5480 §2.1.1, and explicit ones of RFC 3279 §2.3.5). */
export function ecCurve(parameters: Uint8Array | undefined): EcCurve {
  if (parameters === undefined) return unreadable;
  if (parameters[0] === derTags.sequence) return { bits: explicitFieldBits(parameters), curve: 'explicit' };
  const { result } = decodeDer(parameters, 'curve', (reader) => readObjectIdentifier(reader, 'curve'));
  if (!result.ok) return unreadable;
  return namedCurves[result.value] ?? { bits: undefined, curve: result.value };
}

const unreadable: EcCurve = { bits: undefined, curve: undefined };

/** SEQUENCE { version, fieldID { fieldType, prime or { m, … } }, … }. */
function explicitFieldBits(parameters: Uint8Array): number | undefined {
  const { result } = decodeDer(parameters, 'EC parameters', (reader) => {
    const sequence = reader.enter(derTags.sequence, 'EC parameters');
    readSmallInteger(sequence, 'version');
    const field = sequence.enter(derTags.sequence, 'field');
    readObjectIdentifier(field, 'field type');
    const bits =
      field.nextTag === derTags.integer
        ? bitLength(readIntegerBytes(field, 'prime'))
        : readSmallInteger(field.enter(derTags.sequence, 'characteristic two'), 'm');
    while (sequence.hasMore) sequence.element('EC parameters');
    return bits;
  });
  return result.ok ? result.value : undefined;
}

/** SEC 2, RFC 5639; NIST's names if there are any. */
const namedCurves: Readonly<Record<string, EcCurve>> = {
  '1.2.840.10045.3.1.1': { bits: 192, curve: 'P-192' },
  '1.3.132.0.33': { bits: 224, curve: 'P-224' },
  '1.2.840.10045.3.1.7': { bits: 256, curve: 'P-256' },
  '1.3.132.0.34': { bits: 384, curve: 'P-384' },
  '1.3.132.0.35': { bits: 521, curve: 'P-521' },
  '1.3.132.0.8': { bits: 160, curve: 'secp160r1' },
  '1.3.132.0.9': { bits: 160, curve: 'secp160k1' },
  '1.3.132.0.10': { bits: 256, curve: 'secp256k1' },
  '1.3.132.0.30': { bits: 160, curve: 'secp160r2' },
  '1.3.132.0.31': { bits: 192, curve: 'secp192k1' },
  '1.3.132.0.32': { bits: 224, curve: 'secp224k1' },
  '1.3.132.0.1': { bits: 163, curve: 'sect163k1' },
  '1.3.132.0.15': { bits: 163, curve: 'sect163r2' },
  '1.3.132.0.26': { bits: 233, curve: 'sect233k1' },
  '1.3.132.0.27': { bits: 233, curve: 'sect233r1' },
  '1.3.132.0.16': { bits: 283, curve: 'sect283k1' },
  '1.3.132.0.17': { bits: 283, curve: 'sect283r1' },
  '1.3.132.0.36': { bits: 409, curve: 'sect409k1' },
  '1.3.132.0.37': { bits: 409, curve: 'sect409r1' },
  '1.3.132.0.38': { bits: 571, curve: 'sect571k1' },
  '1.3.132.0.39': { bits: 571, curve: 'sect571r1' },
  '1.3.36.3.3.2.8.1.1.3': { bits: 192, curve: 'brainpoolP192r1' },
  '1.3.36.3.3.2.8.1.1.5': { bits: 224, curve: 'brainpoolP224r1' },
  '1.3.36.3.3.2.8.1.1.7': { bits: 256, curve: 'brainpoolP256r1' },
  '1.3.36.3.3.2.8.1.1.9': { bits: 320, curve: 'brainpoolP320r1' },
  '1.3.36.3.3.2.8.1.1.11': { bits: 384, curve: 'brainpoolP384r1' },
  '1.3.36.3.3.2.8.1.1.13': { bits: 512, curve: 'brainpoolP512r1' },
  '1.2.156.10197.1.301': { bits: 256, curve: 'SM2' },
};
