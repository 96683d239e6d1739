import { ok, type Result } from '../../model/result.ts';
import type { DecodeError } from '../certificate.ts';
import { type DerReader, decodeDer } from '../der/der-reader.ts';
import { constructed, derTags } from '../der/der-tags.ts';
import { readSmallInteger } from '../der/der-values.ts';
import { readAlgorithm } from '../der/read-algorithm.ts';

/** RSASSA-PSS-params (RFC 4055 §3.1), defaults filled in. */
export interface PssParameters {
  /** Undefined: a hash we do not know. */
  readonly hash: string | undefined;
  /** Hash of the mask generation function; undefined: a function or hash we do not know. */
  readonly maskHash: string | undefined;
  readonly saltLength: number;
  readonly trailerField: number;
}

/** Reads the parameters of RSASSA-PSS. Absent ones, which only a key may have, mean the defaults. */
export function readPssParameters(parameters: Uint8Array | undefined): Result<PssParameters, DecodeError> {
  if (parameters === undefined) return ok(defaults);
  return decodeDer(parameters, 'RSASSA-PSS parameters', (reader) => {
    const sequence = reader.enter(derTags.sequence, 'RSASSA-PSS parameters');
    const hash = readTagged(sequence, 0, readHash, defaults.hash);
    const maskHash = readTagged(sequence, 1, readMaskHash, defaults.maskHash);
    const saltLength = readTagged(sequence, 2, (inner) => readSmallInteger(inner, 'salt length'), defaults.saltLength);
    const trailerField = readTagged(sequence, 3, (inner) => readSmallInteger(inner, 'trailer field'), 1);
    sequence.finish('RSASSA-PSS parameters');
    return { hash, maskHash, saltLength, trailerField };
  }).result;
}

const defaults: PssParameters = { hash: 'sha1', maskHash: 'sha1', saltLength: 20, trailerField: 1 };

function readTagged<T>(sequence: DerReader, number: number, read: (reader: DerReader) => T, otherwise: T): T {
  const inner = sequence.enterOptional(constructed(number), 'RSASSA-PSS parameter');
  if (inner === undefined) return otherwise;
  const value = read(inner);
  inner.finish('RSASSA-PSS parameter');
  return value;
}

function readHash(reader: DerReader): string | undefined {
  return hashes[readAlgorithm(reader, 'hash of RSASSA-PSS').oid];
}

/** MGF1 with a hash as its parameter (RFC 8017 B.2.1). */
function readMaskHash(reader: DerReader): string | undefined {
  const mask = readAlgorithm(reader, 'mask generation function');
  if (mask.oid !== '1.2.840.113549.1.1.8' || mask.parameters === undefined) return undefined;
  const { result } = decodeDer(mask.parameters, 'hash of MGF1', readHash);
  return result.ok ? result.value : undefined;
}

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.5': 'sha512-224',
  '2.16.840.1.101.3.4.2.6': 'sha512-256',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
};
