import type { Protocol } from '../model/vocabulary.ts';
import { ByteReader } from './bytes/byte-reader.ts';
import { readTls12Flight } from './tls12-flight.ts';
import { type CipherSuite, cipherSuite } from './tables/cipher-suites.ts';
import type { ClientHello } from './messages/client-hello.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { extensionType } from './tables/extension-types.ts';
import { noteForeignExtensions } from './messages/extensions.ts';
import { type HandshakeMessage, handshakeType, rejectUnexpectedMessage } from './messages/handshake-message.ts';
import { readApplicationProtocol } from './messages/application-protocol.ts';
import { answerHelloRetryRequest, type HelloRetry } from './answer-hello-retry.ts';
import { highestVersion } from './tables/offered-suites.ts';
import { hexCode, protocolOf, versionCodes } from './tables/protocol-versions.ts';
import { abort } from './handshake-error.ts';
import type { NoteViolation } from './note-violation.ts';
import { downgradeSentinel, readServerHello, type ServerHello, serverTimeSeconds } from './messages/server-hello.ts';
import { readTls13Flight } from './tls13-flight.ts';

/** The first phase: a ServerHello of the offered version or a lower one, or at most one HelloRetryRequest. */
export function awaitServerHello(state: HandshakeState, retry: HelloRetry | undefined): Phase {
  return {
    awaits: retry === undefined ? 'ServerHello' : 'the ServerHello after HelloRetryRequest',
    isTls13: false,
    receive: (message) => receiveServerHello(state, message, retry),
    changeCipherSpec: () => {
      if (!offersTls13(state.hello)) abort('ChangeCipherSpec came before ServerHello.', 'unexpected_message');
      return awaitServerHello(state, retry);
    },
  };
}

function receiveServerHello(state: HandshakeState, message: HandshakeMessage, retry: HelloRetry | undefined): Phase {
  if (message.type !== handshakeType.serverHello) rejectUnexpectedMessage(message, 'ServerHello');
  const { hello, note } = state;
  const serverHello = readServerHello(message.body, note);
  const protocol = chosenProtocol(serverHello, hello, note);
  const isTls13 = protocol === 'TLSv1.3';
  const suite = chosenSuite(serverHello, hello, { protocol, note });
  noteOddChoices(serverHello, hello, { isTls13, note });
  if (retry !== undefined) noteChangedChoice(retry, { protocol, suite, note });
  if (isTls13 && serverHello.isHelloRetryRequest) {
    if (retry !== undefined) abort('The peer sent a second HelloRetryRequest.', 'unexpected_message');
    return awaitServerHello(state, answerHelloRetryRequest(state, serverHello, message, suite));
  }
  noteForeignExtensions(
    serverHello.extensions,
    { what: 'ServerHello', offered: hello.extensions, ...(isTls13 ? extensionsOfTls13 : extensionsOfTls12) },
    note,
  );
  state.draft.serverHello = {
    protocol,
    offeredProtocol: protocolOf(highestVersion[hello.profile]) ?? protocol,
    cipherSuiteCode: suite.code,
    cipherSuite: suite.name,
    secureRenegotiation: isTls13 ? null : readRenegotiationInfo(serverHello, note),
    downgradeSentinel: isTls13 ? null : downgradeSentinel(serverHello.random),
    helloRetryRequest: retry !== undefined,
    serverTimeSeconds: isTls13 ? null : serverTimeSeconds(serverHello.random),
  };
  state.draft.keyExchange = { kind: suite.keyExchange, group: null, bits: null };
  if (!isTls13 && hello.alpn.length > 0) {
    state.draft.applicationProtocol = readApplicationProtocol(serverHello.extensions, state.hello.alpn, state.note);
  }
  state.recordVersion = Math.min(versionCodes[protocol], versionCodes['TLSv1.2']);
  state.transcript.add(message.whole);
  return isTls13 ? readTls13Flight(state, serverHello, suite) : readTls12Flight(state, serverHello, suite);
}

/** The sections about what a ServerHello chooses. */
const ruleOfTls13 = 'RFC 8446 §4.1.3';
const ruleOfTls12 = 'RFC 5246 §7.4.1.3';

const extensionsOfTls13 = {
  rule: 'RFC 8446 §4.2',
  allowed: new Set<number>([extensionType.supportedVersions, extensionType.keyShare]),
} as const;
const extensionsOfTls12 = { rule: 'RFC 5246 §7.4.1.4' } as const;

/**
 * RFC 8446 §4.2.1: supported_versions may only name TLS 1.3, beside a legacy_version of TLS 1.2; a ServerHello without it is
 * judged by legacy_version.
 */
function chosenProtocol({ name, version, extensions }: ServerHello, hello: ClientHello, note: NoteViolation): Protocol {
  const selected = offersTls13(hello) ? extensions.get(extensionType.supportedVersions) : undefined;
  const code = selected?.length === 2 ? new ByteReader(selected, 'supported_versions').uint16() : undefined;
  const isTls13 = code === versionCodes['TLSv1.3'];
  if (selected !== undefined && (!isTls13 || version !== versionCodes['TLSv1.2'])) {
    const found = code === undefined ? `of ${selected.length} bytes` : hexCode(code);
    const message = `${name} has version ${hexCode(version)} and supported_versions ${found}; only 0x0303 with 0x0304 is allowed.`;
    note({ rule: 'RFC 8446 §4.2.1', message });
  }
  if (isTls13) return 'TLSv1.3';
  const protocol = protocolOf(version);
  const offer = `${name} has version ${hexCode(version)}; the hello offered up to ${hexCode(hello.legacyVersion)}.`;
  if (version >> 8 !== majorVersion) return abort(offer, 'protocol_version');
  if (version > hello.legacyVersion) note({ rule: ruleOfTls12, message: offer });
  if (protocol !== undefined && protocol !== 'TLSv1.3') return protocol;
  // A version that does not exist there: what follows is the flight of TLS 1.3 if there is a key share, else that of TLS 1.2.
  return offersTls13(hello) && extensions.has(extensionType.keyShare) ? 'TLSv1.3' : 'TLSv1.2';
}

/** SSL 3.0 and every TLS: `3` and something. */
const majorVersion = 0x03;

/** Up to TLS 1.2 the certificate follows in the clear, whatever the suite; TLS 1.3 is read with a suite that was offered. */
function chosenSuite(
  { name, suite: code }: ServerHello,
  hello: ClientHello,
  { protocol, note }: { readonly protocol: Protocol; readonly note: NoteViolation },
): CipherSuite {
  const suite = cipherSuite(code);
  const isTls13 = protocol === 'TLSv1.3';
  const isOffered = hello.suites.includes(code);
  const fits = (suite.keyExchange === 'tls13') === isTls13;
  if (isOffered && fits) return suite;
  const why = isOffered
    ? `${suite.name}, which is not a suite of ${protocol}`
    : `${suite.name} (${hexCode(code)}), which was not offered`;
  const message = `${name} chose ${why}.`;
  if (isTls13) return abort(message);
  note({ rule: ruleOfTls12, message });
  return fits ? suite : { ...suite, keyExchange: 'unknown' };
}

/** RFC 8446 §4.1.3: legacy_session_id_echo repeats ours. No compression was offered, in any version. */
function noteOddChoices(
  { name, sessionId, compression }: ServerHello,
  hello: ClientHello,
  { isTls13, note }: { readonly isTls13: boolean; readonly note: NoteViolation },
): void {
  const rule = isTls13 ? ruleOfTls13 : ruleOfTls12;
  if (compression !== 0) {
    note({ rule, message: `${name} chose compression ${compression}; none was offered.` });
  }
  if (isTls13 && Buffer.compare(sessionId, hello.sessionId) !== 0) {
    note({ rule, message: `${name} does not repeat the session id of the hello, as TLS 1.3 demands.` });
  } else if (sessionId.length > maxSessionIdBytes) {
    note({ rule, message: `${name} has a session id of ${sessionId.length} bytes; TLS allows ${maxSessionIdBytes}.` });
  }
}

/** RFC 5246 §7.4.1.3 and RFC 8446 §4.1.3: `<0..32>`. */
const maxSessionIdBytes = 32;

/** RFC 8446 §4.1.4: the ServerHello keeps the version and suite of the HelloRetryRequest. */
function noteChangedChoice(
  retry: HelloRetry,
  { protocol, suite, note }: { readonly protocol: Protocol; readonly suite: CipherSuite; readonly note: NoteViolation },
): void {
  if (protocol === 'TLSv1.3' && suite.code === retry.suite.code) return;
  const message = `ServerHello chose ${protocol} with ${suite.name} after a HelloRetryRequest for ${retry.suite.name}.`;
  note({ rule: 'RFC 8446 §4.1.4', message });
}

/** Whether there is one. RFC 5746 §3.4: in a first handshake renegotiated_connection is empty, so it is its length byte alone. */
function readRenegotiationInfo({ extensions }: ServerHello, note: NoteViolation): boolean {
  const content = extensions.get(extensionType.renegotiationInfo);
  if (content === undefined) return false;
  if (content.length !== 1 || content[0] !== 0) {
    const message = `ServerHello has a renegotiation_info of ${content.length} bytes; in a first handshake it is empty.`;
    note({ rule: 'RFC 5746 §3.4', message });
  }
  return true;
}

function offersTls13(hello: ClientHello): boolean {
  return hello.extensions.has(extensionType.supportedVersions);
}
