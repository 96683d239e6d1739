import { ByteReader } from './bytes/byte-reader.ts';
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
import { type NoteViolation, readOrNote } from './note-violation.ts';
import type { KeyProof, ProbeResult } from './probe.ts';
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
    const { draft, transcript, note } = this.#state;
    const isTls12 = this.#serverHello.version >= versionCodes['TLSv1.2'];
    const position = order[message.type];
    const last = this.#last;
    transcript.add(message.whole);
    if (last === 0 && position !== 1) return this.#skip(message);
    if (position === undefined || position <= last) rejectUnexpectedMessage(message, this.awaits);
    this.#last = position;
    switch (message.type) {
      case handshakeType.certificate:
        draft.certificates = readCertificates(message.body, this.#state);
        break;
      case handshakeType.certificateStatus:
        if (!this.#serverHello.extensions.has(extensionType.statusRequest)) {
          note({ rule: statusRule, message: 'The peer sent CertificateStatus without status_request in ServerHello.' });
        }
        draft.staples = readStaple(message.body, note);
        break;
      case handshakeType.serverKeyExchange: {
        if (this.#suite.keyExchange === 'unknown' || this.#suite.keyExchange === 'rsa-psk') break;
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

  /** Before the certificate a message that belongs elsewhere is noted, because the certificate may follow all the same. */
  #skip(message: HandshakeMessage): Phase {
    if (endsWithoutCertificate.has(message.type)) rejectUnexpectedMessage(message, this.awaits);
    this.#state.note({
      rule: 'RFC 5246 §7.3',
      message: `The peer sent ${handshakeName(message.type)} instead of ${this.awaits}.`,
    });
    return this;
  }

  changeCipherSpec(): never {
    return abort(`ChangeCipherSpec came before ${this.awaits}.`, 'unexpected_message');
  }

  #finish(message: HandshakeMessage): Phase | undefined {
    const { draft, hello, options, note } = this.#state;
    const suite = this.#suite;
    new ByteReader(message.body, 'ServerHelloDone').finish((text) => note({ rule: 'RFC 5246 §7.4.5', message: text }));
    const isUnsigned = draft.keyProof.kind === 'none';
    if (isUnsigned && !mayBeUnsigned.test(suite.keyExchange)) {
      abort(`The server sent no ServerKeyExchange, which ${suite.name} requires.`, 'unexpected_message');
    }
    // Every client ends here (RFC 5246 §7.4.1.3), so whoever cannot prove the key could choose such a suite.
    if (isUnsigned && !hello.suites.includes(suite.code)) {
      abort(`The server chose ${suite.name}, which was not offered and proves no key.`);
    }
    if (isUnsigned) draft.keyProof = { kind: 'none', reason: unsignedReason(suite) };
    draft.flightComplete = true;
    if (!options.provePossession || !isUnsigned) return undefined;
    if (suite.keyExchange === 'rsa' && encryptsAsOffered(this.#serverHello)) {
      return provePossession(this.#state, this.#serverHello, suite);
    }
    draft.keyProof = { kind: 'none', reason: 'unsupported-exchange' };
    return undefined;
  }
}

/** We offer neither compression nor these: a server that chose one encrypts its Finished in a way that we do not know. */
function encryptsAsOffered({ compression, extensions }: ServerHello): boolean {
  return compression === 0 && !extensions.has(encryptThenMac) && !extensions.has(truncatedHmac);
}

/** RFC 7366 §2, RFC 6066 §7. */
const encryptThenMac = 0x0016;
const truncatedHmac = 0x0004;

/** The section about CertificateStatus. */
const statusRule = 'RFC 6066 §8';

function readStaple(body: Uint8Array, note: NoteViolation): ProbeResult['staples'] {
  const response = readOrNote(note, statusRule, () => readCertificateStatus(body));
  return response === undefined ? [] : [{ certificateIndex: 0, response }];
}

/** No certificate follows these. */
const endsWithoutCertificate: ReadonlySet<number> = new Set([
  handshakeType.clientHello,
  handshakeType.serverHello,
  handshakeType.serverKeyExchange,
  handshakeType.certificateRequest,
  handshakeType.serverHelloDone,
  handshakeType.clientKeyExchange,
  handshakeType.finished,
]);

/** Key exchanges without a ServerKeyExchange; that of RSA_PSK, a hint for a secret we do not have, has no signature (RFC 4279 §4). */
const mayBeUnsigned = /^(?:rsa|rsa-export|rsa-psk|ecdh|dh|unknown)$/;

function unsignedReason({ keyExchange }: CipherSuite): Extract<KeyProof, { kind: 'none' }>['reason'] {
  if (keyExchange === 'unknown') return 'unsupported-exchange';
  return keyExchange === 'rsa' || keyExchange === 'rsa-export' ? 'rsa-key-exchange' : 'unsigned-exchange';
}

/** Position of each message in the flight. */
const order: Readonly<Record<number, number>> = {
  [handshakeType.certificate]: 1,
  [handshakeType.certificateStatus]: 2,
  [handshakeType.serverKeyExchange]: 3,
  [handshakeType.certificateRequest]: 4,
  [handshakeType.serverHelloDone]: 5,
};
