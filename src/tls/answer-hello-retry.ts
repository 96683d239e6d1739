import { ByteReader } from './bytes/byte-reader.ts';
import type { CipherSuite } from './tables/cipher-suites.ts';
import { writeClientHello } from './messages/client-hello.ts';
import type { HandshakeState } from './handshake-state.ts';
import { extensionType } from './tables/extension-types.ts';
import { type Extensions, noteForeignExtensions } from './messages/extensions.ts';
import { sendCompatibilityChangeCipherSpec, sendContent } from './send-records.ts';
import type { HandshakeMessage } from './messages/handshake-message.ts';
import { maxCookieBytes } from './limits.ts';
import { groupName, keyShareGroupOf, keyShareGroups, offeredGroups } from './tables/named-groups.ts';
import type { KeyShare } from './probe.ts';
import { versionCodes } from './tables/protocol-versions.ts';
import { contentType } from './records/record.ts';
import { abort, abortBeyondLimit } from './handshake-error.ts';
import type { ServerHello } from './messages/server-hello.ts';
import { tls13Hash } from './keys/tls13-keys.ts';

/** What a HelloRetryRequest fixed: the ServerHello that follows must agree. */
export interface HelloRetry {
  readonly suite: CipherSuite;
}

/**
 * Answers a HelloRetryRequest (RFC 8446 §4.1.4): the same hello, random and session id included, with another key share,
 * with a cookie, or with both. A request that would change nothing aborts.
 */
export function answerHelloRetryRequest(
  state: HandshakeState,
  request: ServerHello,
  message: HandshakeMessage,
  suite: CipherSuite,
): HelloRetry {
  const { hello, transcript, assembler, note } = state;
  if (assembler.pendingBytes > 0)
    abort('More handshake bytes follow HelloRetryRequest in its record.', 'unexpected_message');
  const place = { what: 'HelloRetryRequest', rule: 'RFC 8446 §4.1.4', offered: answerable };
  noteForeignExtensions(request.extensions, place, note);
  const keyShare = requestedShare(state, request.extensions);
  const cookie = readCookie(request.extensions);
  if (keyShare === undefined && cookie === undefined) abort('HelloRetryRequest requests no change of the hello.');
  transcript.restart(tls13Hash(suite));
  transcript.add(message.whole);
  state.hello = writeClientHello({ ...hello, keyShare: keyShare ?? hello.keyShare, cookie });
  transcript.add(state.hello.message);
  state.recordVersion = versionCodes['TLSv1.2'];
  sendCompatibilityChangeCipherSpec(state);
  sendContent(state, contentType.handshake, state.hello.message);
  return { suite };
}

/** RFC 8446 §4.1.4: the extensions of a HelloRetryRequest, of which the cookie is one that the hello did not offer. */
const answerable: ReadonlySet<number> = new Set([
  extensionType.supportedVersions,
  extensionType.keyShare,
  extensionType.cookie,
]);

/** RFC 8446 §4.2.8: the group must be one that we offered and have not sent a share for. */
function requestedShare({ hello, options }: HandshakeState, extensions: Extensions): KeyShare | undefined {
  const content = extensions.get(extensionType.keyShare);
  if (content === undefined) return undefined;
  const reader = new ByteReader(content, 'The key_share of HelloRetryRequest');
  const code = reader.uint16();
  reader.finish();
  if (!offeredGroups(hello.profile, hello.keyType).includes(code))
    abort(`HelloRetryRequest requests ${groupName(code)}, which was not offered.`);
  const group = keyShareGroupOf(code);
  if (group === undefined) return abort(`HelloRetryRequest requests ${groupName(code)}, which TLS 1.3 does not use.`);
  if (hello.keyShare !== undefined && keyShareGroups[hello.keyShare.group] === code) {
    abort(`HelloRetryRequest requests ${group}, for which the hello had a share.`);
  }
  return options.keyShare(group);
}

function readCookie(extensions: Extensions): Uint8Array | undefined {
  const content = extensions.get(extensionType.cookie);
  if (content === undefined) return undefined;
  const reader = new ByteReader(content, 'The cookie of HelloRetryRequest');
  const cookie = reader.vector16();
  reader.finish();
  if (cookie.length === 0) abort('The cookie of HelloRetryRequest is empty.', 'decode_error');
  if (cookie.length > maxCookieBytes) {
    abortBeyondLimit(`The cookie of HelloRetryRequest has ${cookie.length} bytes; the limit is ${maxCookieBytes}.`);
  }
  return cookie;
}
