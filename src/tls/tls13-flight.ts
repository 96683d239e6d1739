import { ByteReader } from './bytes/byte-reader.ts';
import { readApplicationProtocol } from './messages/application-protocol.ts';
import { readCertificateEntries, type CertificateEntry } from './messages/certificate-message.ts';
import { readCertificateRequestTls13 } from './messages/certificate-request.ts';
import { readCertificateStatus } from './messages/certificate-status.ts';
import { readCertificateVerify } from './messages/certificate-verify.ts';
import type { CipherSuite } from './tables/cipher-suites.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { extensionType } from './tables/extension-types.ts';
import { readExtensions, rejectUnsolicitedExtensions } from './messages/extensions.ts';
import {
  type HandshakeMessage,
  handshakeName,
  handshakeType,
  rejectUnexpectedMessage,
} from './messages/handshake-message.ts';
import { groupBits, groupName, keyShareGroups } from './tables/named-groups.ts';
import type { KeyShare } from './probe.ts';
import { abort } from './handshake-error.ts';
import type { ServerHello } from './messages/server-hello.ts';
import { deriveHandshakeKeys, finishedVerifyData, tls13Hash } from './keys/tls13-keys.ts';
import { createTls13Opener, createTls13Sealer } from './records/tls13-protection.ts';

/**
 * The flight after a TLS 1.3 ServerHello (RFC 8446 §2): EncryptedExtensions, CertificateRequest (optional), Certificate,
 * CertificateVerify, Finished, all encrypted with the handshake keys that are derived here.
 */
export function readTls13Flight(state: HandshakeState, serverHello: ServerHello, suite: CipherSuite): Phase {
  const { assembler, transcript } = state;
  if (assembler.pendingBytes > 0)
    abort('Handshake bytes follow ServerHello in plaintext, across the key change.', 'unexpected_message');
  const secret = agreeOnSecret(state, serverHello);
  const keys = deriveHandshakeKeys(suite, secret, transcript.digest(tls13Hash(suite)));
  state.opener = createTls13Opener(suite, keys.server);
  state.sealer = createTls13Sealer(suite, keys.client);

  return new Tls13Flight(state, suite, keys.server.secret);
}

class Tls13Flight implements Phase {
  readonly isTls13 = true;
  readonly #state: HandshakeState;
  readonly #suite: CipherSuite;
  readonly #serverSecret: Uint8Array;
  #awaited: number = handshakeType.encryptedExtensions;
  #mayBeRequest = false;

  constructor(state: HandshakeState, suite: CipherSuite, serverSecret: Uint8Array) {
    this.#state = state;
    this.#suite = suite;
    this.#serverSecret = serverSecret;
  }

  get awaits(): string {
    return this.#awaited === handshakeType.finished ? "the server's Finished" : handshakeName(this.#awaited);
  }

  receive(message: HandshakeMessage): Phase | undefined {
    const state = this.#state;
    const { draft, transcript, options } = state;
    const isRequest = this.#mayBeRequest && message.type === handshakeType.certificateRequest;
    if (!isRequest && message.type !== this.#awaited) rejectUnexpectedMessage(message, handshakeName(this.#awaited));
    this.#mayBeRequest = message.type === handshakeType.encryptedExtensions;
    switch (message.type) {
      case handshakeType.encryptedExtensions:
        readEncryptedExtensions(state, message.body);
        this.#awaited = handshakeType.certificate;
        break;
      case handshakeType.certificateRequest:
        draft.certificateRequest = readCertificateRequestTls13(message.body);
        break;
      case handshakeType.certificate:
        readCertificate(state, message.body);
        this.#awaited = handshakeType.certificateVerify;
        break;
      case handshakeType.certificateVerify:
        draft.keyProof = readCertificateVerify(message.body, {
          transcriptHash: transcript.digest(tls13Hash(this.#suite)),
          leaf: draft.certificates?.[0] ?? new Uint8Array(0),
          keyType: options.keyType,
        });
        this.#awaited = handshakeType.finished;
        break;
      default: {
        const transcriptHash = transcript.digest(tls13Hash(this.#suite));
        const verifyData = finishedVerifyData(this.#suite, this.#serverSecret, transcriptHash);
        draft.finishedCorrect = Buffer.compare(message.body, verifyData) === 0;
        draft.flightComplete = true;
        return undefined;
      }
    }
    transcript.add(message.whole);
    return this;
  }

  /** Middlebox compatibility (RFC 8446 appendix D.4): ignored. */
  changeCipherSpec(): Phase {
    return this;
  }
}

function readEncryptedExtensions({ hello, draft }: HandshakeState, body: Uint8Array): void {
  const reader = new ByteReader(body, 'EncryptedExtensions');
  const extensions = readExtensions(reader, 'EncryptedExtensions');
  reader.finish();
  rejectUnsolicitedExtensions(extensions, hello.extensions, 'EncryptedExtensions');
  if (hello.alpn.length > 0) draft.applicationProtocol = readApplicationProtocol(extensions);
}

function readCertificate(state: HandshakeState, body: Uint8Array): void {
  const entries = readCertificateEntries(body, state.limits);
  state.draft.certificates = entries.map(({ der }) => der);
  if (entries.length === 0) abort('The server sent a Certificate message without a certificate.', 'decode_error');
  keepStaplesAndTimestamps(state, entries);
}

/** The shared secret. RFC 8446 §4.2.8: the server's share must be of the group that the hello had a share of. */
function agreeOnSecret({ hello, draft }: HandshakeState, { extensions }: ServerHello): Uint8Array {
  const content = extensions.get(extensionType.keyShare);
  const own: KeyShare | undefined = hello.keyShare;
  if (content === undefined || own === undefined) return abort('ServerHello has no key_share.', 'missing_extension');
  const reader = new ByteReader(content, 'The key_share of ServerHello');
  const group = reader.uint16();
  const share = reader.vector16();
  reader.finish();
  if (group !== keyShareGroups[own.group]) {
    abort(`ServerHello has a key share of ${groupName(group)}; the hello had one of ${own.group}.`);
  }
  draft.keyExchange = { kind: 'tls13', group: own.group, bits: groupBits(group) };
  if (share.length !== own.peerBytes) {
    abort(`The server's share of ${own.group} has ${share.length} bytes, not ${own.peerBytes}.`);
  }
  return own.deriveSecret(share) ?? abort(`The server's share of ${own.group} is not a usable public key.`);
}

/** RFC 8446 §4.4.2.1: OCSP responses and SCTs are extensions of the certificate that they concern. */
function keepStaplesAndTimestamps({ draft }: HandshakeState, entries: readonly CertificateEntry[]): void {
  entries.forEach(({ extensions }, certificateIndex) => {
    if (extensions.size === 0) return;
    const list = extensions.get(extensionType.signedCertificateTimestamp);
    if (list) draft.signedCertificateTimestamps = [...draft.signedCertificateTimestamps, { certificateIndex, list }];
    const status = extensions.get(extensionType.statusRequest);
    if (status) draft.staples = [...draft.staples, { certificateIndex, response: readCertificateStatus(status) }];
  });
}
