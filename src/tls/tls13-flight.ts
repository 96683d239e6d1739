import { ByteReader } from './bytes/byte-reader.ts';
import { readApplicationProtocol } from './messages/application-protocol.ts';
import { readCertificateEntries, type CertificateEntry } from './messages/certificate-message.ts';
import { readCertificateRequestTls13 } from './messages/certificate-request.ts';
import { readCertificateStatus } from './messages/certificate-status.ts';
import { readCertificateVerify } from './messages/certificate-verify.ts';
import type { CipherSuite } from './tables/cipher-suites.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { extensionType } from './tables/extension-types.ts';
import { noteForeignExtensions, readExtensionBlock, readExtensions } from './messages/extensions.ts';
import {
  type HandshakeMessage,
  handshakeName,
  handshakeType,
  rejectUnexpectedMessage,
} from './messages/handshake-message.ts';
import { groupBits, groupName, keyShareGroups } from './tables/named-groups.ts';
import type { KeyShare, ProbeCertificateRequest } from './probe.ts';
import { abort } from './handshake-error.ts';
import { readOrNote } from './note-violation.ts';
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
    if (!this.#isExpected(message)) {
      transcript.add(message.whole);
      return this;
    }
    this.#mayBeRequest = message.type === handshakeType.encryptedExtensions;
    switch (message.type) {
      case handshakeType.encryptedExtensions:
        readEncryptedExtensions(state, message.body);
        this.#awaited = handshakeType.certificate;
        break;
      case handshakeType.certificateRequest:
        draft.certificateRequest =
          readOrNote(state.note, 'RFC 8446 §4.3.2', () => readCertificateRequestTls13(message.body, state.note)) ??
          unreadableRequest;
        this.#awaited = handshakeType.certificate;
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

  /**
   * False: to be skipped. Before the certificate a message that is out of place is noted, because the certificate may follow
   * all the same; a message in place of EncryptedExtensions that may follow it shows that there is none.
   */
  #isExpected(message: HandshakeMessage): boolean {
    const { type } = message;
    const awaited = this.#awaited;
    if (type === awaited || (this.#mayBeRequest && type === handshakeType.certificateRequest)) return true;
    const isBeforeCertificate = awaited === handshakeType.encryptedExtensions || awaited === handshakeType.certificate;
    if (!isBeforeCertificate || endsWithoutCertificate.has(type)) {
      rejectUnexpectedMessage(message, handshakeName(awaited));
    }
    this.#state.note({
      rule: 'RFC 8446 §4',
      message: `The peer sent ${handshakeName(type)} instead of ${handshakeName(awaited)}.`,
    });
    const followsExtensions = type === handshakeType.certificate || type === handshakeType.certificateRequest;
    return awaited === handshakeType.encryptedExtensions && followsExtensions;
  }

  /** Middlebox compatibility (RFC 8446 appendix D.4): ignored. */
  changeCipherSpec(): Phase {
    return this;
  }
}

/** No certificate follows these. */
const endsWithoutCertificate: ReadonlySet<number> = new Set([
  handshakeType.clientHello,
  handshakeType.serverHello,
  handshakeType.certificateVerify,
  handshakeType.finished,
]);

/** There was a request; what it names is not known. */
const unreadableRequest: ProbeCertificateRequest = {
  certificateTypes: [],
  signatureSchemes: [],
  authorities: [],
  authoritiesBytes: 0,
};

/** Nothing that follows depends on them, so they may be unreadable. */
function readEncryptedExtensions({ hello, note, draft }: HandshakeState, body: Uint8Array): void {
  const place = { what: 'EncryptedExtensions', rule: 'RFC 8446 §4.3.1' };
  readOrNote(note, place.rule, () => {
    const reader = new ByteReader(body, place.what);
    const extensions = readExtensions(reader, place, note);
    reader.finish();
    noteForeignExtensions(extensions, { ...place, offered: hello.extensions, allowed: encryptedExtensionTypes }, note);
    if (hello.alpn.length > 0) draft.applicationProtocol = readApplicationProtocol(extensions, hello.alpn, note);
  });
}

/** RFC 8446 §4.2: of the extensions that we offer. */
const encryptedExtensionTypes: ReadonlySet<number> = new Set([
  extensionType.serverName,
  extensionType.supportedGroups,
  extensionType.alpn,
]);

/** As `encryptedExtensionTypes`, beside a certificate. */
const entryExtensionTypes: ReadonlySet<number> = new Set([
  extensionType.statusRequest,
  extensionType.signedCertificateTimestamp,
]);

function readCertificate(state: HandshakeState, body: Uint8Array): void {
  const entries = readCertificateEntries(body, state);
  state.draft.certificates = entries.map(({ der }) => der);
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
function keepStaplesAndTimestamps({ draft, hello, note }: HandshakeState, entries: readonly CertificateEntry[]): void {
  entries.forEach(({ extensions: block }, certificateIndex) => {
    if (block.length === 0) return;
    const place = { what: `Certificate ${certificateIndex + 1}`, rule: 'RFC 8446 §4.4.2' };
    const extensions = readOrNote(note, place.rule, () => readExtensionBlock(block, place, note));
    if (extensions === undefined) return;
    noteForeignExtensions(extensions, { ...place, offered: hello.extensions, allowed: entryExtensionTypes }, note);
    const list = extensions.get(extensionType.signedCertificateTimestamp);
    if (list) draft.signedCertificateTimestamps = [...draft.signedCertificateTimestamps, { certificateIndex, list }];
    const status = extensions.get(extensionType.statusRequest);
    const response = status && readOrNote(note, 'RFC 8446 §4.4.2.1', () => readCertificateStatus(status));
    if (response) draft.staples = [...draft.staples, { certificateIndex, response }];
  });
}
