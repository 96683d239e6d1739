import { readCertificates } from './messages/certificate-message.ts';
import { readCertificateRequest } from './messages/certificate-request.ts';
import { readCertificateStatus } from './messages/certificate-status.ts';
import type { CipherSuite } from './tables/cipher-suites.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { extensionType } from './tables/extension-types.ts';
import {
  type HandshakeMessage,
  handshakeName,
  handshakeType,
  rejectUnexpectedMessage,
} from './messages/handshake-message.ts';
import { exchangeProof } from './keys/exchange-proof.ts';
import { provePossession } from './prove-possession.ts';
import { versionCodes } from './tables/protocol-versions.ts';
import { abort } from './handshake-error.ts';
import { readServerKeyExchange } from './messages/server-key-exchange.ts';
import type { ServerHello } from './messages/server-hello.ts';

/**
 * The flight after a ServerHello of SSL 3.0 to TLS 1.2 (RFC 5246 §7.3): Certificate, CertificateStatus (optional),
 * ServerKeyExchange (if the suite has one), CertificateRequest (optional), ServerHelloDone; in this order, each once.
 */
export function readTls12Flight(state: HandshakeState, serverHello: ServerHello, suite: CipherSuite): Phase {
  const timestamps = serverHello.extensions.get(extensionType.signedCertificateTimestamp);
  if (timestamps) state.draft.signedCertificateTimestamps = [{ certificateIndex: null, list: timestamps }];
  return new Tls12Flight(state, serverHello, suite);
}

class Tls12Flight implements Phase {
  readonly isTls13 = false;
  readonly #state: HandshakeState;
  readonly #serverHello: ServerHello;
  readonly #suite: CipherSuite;
  /** Position of the last message. */
  #last = 0;

  constructor(state: HandshakeState, serverHello: ServerHello, suite: CipherSuite) {
    this.#state = state;
    this.#serverHello = serverHello;
    this.#suite = suite;
  }

  get awaits(): string {
    return handshakeName(this.#last === 0 ? handshakeType.certificate : handshakeType.serverHelloDone);
  }

  receive(message: HandshakeMessage): Phase | undefined {
    const { draft, transcript, limits } = this.#state;
    const isTls12 = this.#serverHello.version >= versionCodes['TLSv1.2'];
    const position = order[message.type];
    const last = this.#last;
    if (position === undefined || position <= last || (last === 0 && position > 1))
      rejectUnexpectedMessage(message, this.awaits);
    transcript.add(message.whole);
    this.#last = position;
    switch (message.type) {
      case handshakeType.certificate:
        draft.certificates = readCertificates(message.body, limits);
        if (draft.certificates.length === 0)
          abort('The server sent a Certificate message without a certificate.', 'decode_error');
        break;
      case handshakeType.certificateStatus:
        if (!this.#serverHello.extensions.has(extensionType.statusRequest))
          rejectUnexpectedMessage(message, this.awaits);
        draft.staples = [{ certificateIndex: 0, response: readCertificateStatus(message.body) }];
        break;
      case handshakeType.serverKeyExchange: {
        if (this.#suite.keyExchange === 'rsa-psk') break;
        const exchange = readServerKeyExchange(message.body, this.#suite, isTls12);
        draft.keyExchange = exchange.keyExchange;
        draft.keyProof = exchangeProof(this.#state, this.#serverHello, this.#suite, exchange);
        break;
      }
      case handshakeType.certificateRequest:
        draft.certificateRequest = readCertificateRequest(message.body, isTls12);
        break;
      default:
        return this.#finish(message);
    }
    return this;
  }

  changeCipherSpec(): never {
    return abort(`ChangeCipherSpec came before ${this.awaits}.`, 'unexpected_message');
  }

  #finish(message: HandshakeMessage): Phase | undefined {
    const { draft, options } = this.#state;
    const suite = this.#suite;
    if (message.body.length > 0) abort(`ServerHelloDone has ${message.body.length} bytes too many.`, 'decode_error');
    const isUnsigned = draft.keyProof.kind === 'none';
    if (isUnsigned && !mayBeUnsigned.test(suite.keyExchange)) {
      abort(`The server sent no ServerKeyExchange, which ${suite.name} requires.`, 'unexpected_message');
    }
    if (isUnsigned) {
      const isRsa = suite.keyExchange === 'rsa' || suite.keyExchange === 'rsa-export';
      draft.keyProof = { kind: 'none', reason: isRsa ? 'rsa-key-exchange' : 'unsigned-exchange' };
    }
    draft.flightComplete = true;
    const mayProve = options.provePossession && suite.keyExchange === 'rsa';
    return mayProve ? provePossession(this.#state, this.#serverHello, suite) : undefined;
  }
}

/** Key exchanges without a ServerKeyExchange; that of RSA_PSK, a hint for a secret we do not have, has no signature (RFC 4279 §4). */
const mayBeUnsigned = /^(?:rsa|rsa-export|rsa-psk|ecdh|dh)$/;

/** Position of each message in the flight. */
const order: Readonly<Record<number, number>> = {
  [handshakeType.certificate]: 1,
  [handshakeType.certificateStatus]: 2,
  [handshakeType.serverKeyExchange]: 3,
  [handshakeType.certificateRequest]: 4,
  [handshakeType.serverHelloDone]: 5,
};
