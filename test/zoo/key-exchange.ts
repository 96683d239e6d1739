import { createECDH, type KeyObject, sign } from 'node:crypto';

import { concatenate, uint16, uint8, vector16, vector8 } from '../../src/tls/bytes/byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import type { Hello } from './visit.ts';

/** The suite of TLS 1.2 that the exchange below belongs to: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256. */
export const ecdheEcdsa = 0xc02b;

/** The random of a ServerHello: no clock at its start. */
export const serverRandom = new Uint8Array(32).fill(0xfe);

/** How a ServerKeyExchange over P-256 is signed; by default as it should be. */
export interface ExchangeSignature {
  /** Undefined: a signature of no bytes. */
  readonly signer: KeyObject | undefined;
  /** SignatureScheme that is claimed; default: ecdsa_secp256r1_sha256. */
  readonly scheme?: number;
  /** The randoms that are signed; default: those of this handshake. */
  readonly randoms?: readonly Uint8Array[];
}

/** A ServerKeyExchange of TLS 1.2 for `hello`, after a ServerHello with `serverRandom`. */
export function keyExchange(hello: Hello, { signer, scheme = 0x0403, randoms }: ExchangeSignature): Uint8Array {
  const point = createECDH('prime256v1').generateKeys();
  const parameters = concatenate([uint8(3), uint16(0x0017), vector8(point)]);
  const signed = concatenate([...(randoms ?? [hello.random, serverRandom]), parameters]);
  const signature = signer === undefined ? new Uint8Array(0) : sign('sha256', signed, signer);
  const body = concatenate([parameters, uint16(scheme), vector16(signature)]);
  return writeHandshakeMessage(handshakeType.serverKeyExchange, body);
}
