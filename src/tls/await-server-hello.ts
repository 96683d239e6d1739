import type { Protocol } from '../model/vocabulary.ts';
import { ByteReader } from './bytes/byte-reader.ts';
import { readTls12Flight } from './tls12-flight.ts';
import { type CipherSuite, cipherSuite } from './tables/cipher-suites.ts';
import type { ClientHello } from './messages/client-hello.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { extensionType } from './tables/extension-types.ts';
import { rejectUnsolicitedExtensions } from './messages/extensions.ts';
import { type HandshakeMessage, handshakeType, rejectUnexpectedMessage } from './messages/handshake-message.ts';
import { readApplicationProtocol } from './messages/application-protocol.ts';
import { answerHelloRetryRequest, type HelloRetry } from './answer-hello-retry.ts';
import { highestVersion } from './tables/offered-suites.ts';
import { hexCode, protocolOf, versionCodes } from './tables/protocol-versions.ts';
import { abort } from './handshake-error.ts';
import { downgradeSentinel, readServerHello, type ServerHello, serverTimeSeconds } from './messages/server-hello.ts';
import { readTls13Flight } from './tls13-flight.ts';

/** The first phase: a ServerHello of the offered version or a lower one, or at most one HelloRetryRequest. */
export function awaitServerHello(state: HandshakeState, retry: HelloRetry | undefined): Phase {
  return {
    awaits: 'ServerHello',
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
  const { hello } = state;
  const serverHello = readServerHello(message.body);
  const protocol = chosenProtocol(serverHello, hello);
  const suite = chosenSuite(serverHello, hello, protocol);
  if (serverHello.compression !== 0)
    abort(`ServerHello chose compression ${serverHello.compression}; none was offered.`);
  if (retry !== undefined) rejectChangedChoice(retry, protocol, suite);
  if (protocol === 'TLSv1.3') rejectChangedSessionId(serverHello, hello);
  if (protocol === 'TLSv1.3' && serverHello.isHelloRetryRequest) {
    if (retry !== undefined) abort('The peer sent a second HelloRetryRequest.', 'unexpected_message');
    return awaitServerHello(state, answerHelloRetryRequest(state, serverHello, message, suite));
  }
  rejectUnsolicitedExtensions(serverHello.extensions, hello.extensions, 'ServerHello');
  const isTls13 = protocol === 'TLSv1.3';
  state.draft.serverHello = {
    protocol,
    offeredProtocol: protocolOf(highestVersion[hello.profile]) ?? protocol,
    cipherSuiteCode: suite.code,
    cipherSuite: suite.name,
    secureRenegotiation: isTls13 ? null : readRenegotiationInfo(serverHello),
    downgradeSentinel: isTls13 ? null : downgradeSentinel(serverHello.random),
    helloRetryRequest: retry !== undefined,
    serverTimeSeconds: isTls13 ? null : serverTimeSeconds(serverHello.random),
  };
  state.draft.keyExchange = { kind: suite.keyExchange, group: null, bits: null };
  if (!isTls13 && hello.alpn.length > 0) {
    state.draft.applicationProtocol = readApplicationProtocol(serverHello.extensions);
  }
  state.recordVersion = Math.min(versionCodes[protocol], versionCodes['TLSv1.2']);
  state.transcript.add(message.whole);
  return isTls13 ? readTls13Flight(state, serverHello, suite) : readTls12Flight(state, serverHello, suite);
}

/** RFC 8446 §4.2.1: supported_versions may only name TLS 1.3; a ServerHello without it is judged by legacy_version. */
function chosenProtocol({ version, extensions }: ServerHello, hello: ClientHello): Protocol {
  const selected = extensions.get(extensionType.supportedVersions);
  if (selected !== undefined && offersTls13(hello)) {
    const code = selected.length === 2 ? new ByteReader(selected, 'supported_versions').uint16() : undefined;
    if (version !== versionCodes['TLSv1.2'] || code !== versionCodes['TLSv1.3']) {
      const found = code === undefined ? `${selected.length} bytes` : hexCode(code);
      abort(
        `ServerHello has version ${hexCode(version)} and supported_versions ${found}; only 0x0303 with 0x0304 is allowed.`,
      );
    }
    return 'TLSv1.3';
  }
  const protocol = protocolOf(version);
  if (protocol === undefined || version > hello.legacyVersion) {
    abort(
      `ServerHello has version ${hexCode(version)}; the hello offered up to ${hexCode(hello.legacyVersion)}.`,
      'protocol_version',
    );
  }
  return protocol;
}

function chosenSuite({ suite: code }: ServerHello, hello: ClientHello, protocol: Protocol): CipherSuite {
  const suite = cipherSuite(code);
  if (!hello.suites.includes(code)) abort(`ServerHello chose ${suite.name} (${hexCode(code)}), which was not offered.`);
  if ((suite.keyExchange === 'tls13') !== (protocol === 'TLSv1.3')) {
    abort(`ServerHello chose ${suite.name}, which is not a suite of ${protocol}.`);
  }
  return suite;
}

/** RFC 8446 §4.1.4: the ServerHello keeps the version and suite of the HelloRetryRequest. */
function rejectChangedChoice(retry: HelloRetry, protocol: Protocol, suite: CipherSuite): void {
  if (protocol !== 'TLSv1.3' || suite.code !== retry.suite.code) {
    abort(`ServerHello chose ${protocol} with ${suite.name} after a HelloRetryRequest for ${retry.suite.name}.`);
  }
}

/** RFC 8446 §4.1.3: legacy_session_id_echo. */
function rejectChangedSessionId({ sessionId }: ServerHello, hello: ClientHello): void {
  if (Buffer.compare(sessionId, hello.sessionId) !== 0) {
    abort('ServerHello does not repeat the session id of the hello, as TLS 1.3 demands.');
  }
}

/** RFC 5746 §3.4: in a first handshake renegotiated_connection is empty, so the extension is its length byte alone. */
function readRenegotiationInfo({ extensions }: ServerHello): boolean {
  const content = extensions.get(extensionType.renegotiationInfo);
  if (content === undefined) return false;
  if (content.length !== 1 || content[0] !== 0) {
    abort(
      `ServerHello has a renegotiation_info of ${content.length} bytes; in a first handshake it is empty.`,
      'handshake_failure',
    );
  }
  return true;
}

function offersTls13(hello: ClientHello): boolean {
  return hello.extensions.has(extensionType.supportedVersions);
}
