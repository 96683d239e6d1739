import { bitLength } from '../../model/bit-length.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import type { CipherSuite } from '../tables/cipher-suites.ts';
import { primeGroupName } from '../tables/dh-groups.ts';
import { groupBits, groupName } from '../tables/named-groups.ts';
import type { ProbeResult } from '../probe.ts';
import { hexCode } from '../tables/protocol-versions.ts';
import { abort } from '../handshake-error.ts';

export interface ServerKeyExchange {
  readonly keyExchange: ProbeResult['keyExchange'];
  /** The parameters as received: signed together with the two randoms. */
  readonly parameters: Uint8Array;
  /** SignatureScheme code; undefined before TLS 1.2. */
  readonly schemeCode: number | undefined;
  readonly signature: Uint8Array;
}

/** Reads ServerKeyExchange of SSL 3.0 to TLS 1.2 (RFC 5246 §7.4.3, RFC 8422 §5.4, RFC 4346 §7.4.3 for RSA_EXPORT). */
export function readServerKeyExchange(body: Uint8Array, suite: CipherSuite, hasScheme: boolean): ServerKeyExchange {
  const reader = new ByteReader(body, 'ServerKeyExchange');
  const figures = readParameters(reader, suite);
  const parameters = body.subarray(0, reader.position);
  const schemeCode = hasScheme ? reader.uint16() : undefined;
  const signature = reader.vector16();
  reader.finish();
  return { keyExchange: { kind: suite.keyExchange, ...figures }, parameters, schemeCode, signature };
}

type Figures = Pick<ProbeResult['keyExchange'], 'group' | 'bits'>;

function readParameters(reader: ByteReader, suite: CipherSuite): Figures {
  switch (suite.keyExchange) {
    case 'ecdhe':
      return readCurve(reader);
    case 'dhe':
    case 'dhe-export':
      return readPrime(reader);
    case 'rsa-export':
      return readEphemeralRsa(reader);
    case 'srp':
      return readSrp(reader);
    default:
      return abort(`The server sent ServerKeyExchange, which ${suite.name} does not use.`, 'unexpected_message');
  }
}

/** RFC 8422 §5.4 has named curves only; RFC 4492 §5.4 also explicit prime and binary curves. */
function readCurve(reader: ByteReader): Figures {
  const figures = readCurveType(reader);
  reader.vector8();
  return figures;
}

function readCurveType(reader: ByteReader): Figures {
  const type = reader.uint8();
  switch (type) {
    case 1: {
      const prime = reader.vector8();
      skipCurveEquation(reader);
      return { group: 'explicit', bits: bitLength(prime) };
    }
    case 2: {
      const bits = reader.uint16();
      const exponents = reader.uint8() === pentanomial ? 3 : 1;
      for (let index = 0; index < exponents; index += 1) reader.vector8();
      skipCurveEquation(reader);
      return { group: 'explicit', bits };
    }
    case 3: {
      const code = reader.uint16();
      return { group: groupName(code), bits: groupBits(code) };
    }
    default:
      return abort(`ServerKeyExchange has the unknown curve type ${hexCode(type)}.`);
  }
}

/** a, b, base point, order, cofactor. */
function skipCurveEquation(reader: ByteReader): void {
  for (let index = 0; index < 5; index += 1) reader.vector8();
}

function readPrime(reader: ByteReader): Figures {
  const prime = reader.vector16();
  reader.vector16();
  reader.vector16();
  return { group: primeGroupName(prime) ?? null, bits: bitLength(prime) };
}

function readEphemeralRsa(reader: ByteReader): Figures {
  const modulus = reader.vector16();
  reader.vector16();
  return { group: null, bits: bitLength(modulus) };
}

/** RFC 5054 §2.8.3: prime, generator, salt, the server's public value. */
function readSrp(reader: ByteReader): Figures {
  const prime = reader.vector16();
  reader.vector16();
  reader.vector8();
  reader.vector16();
  return { group: null, bits: bitLength(prime) };
}

const pentanomial = 2;
