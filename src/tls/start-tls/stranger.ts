import type { StartTlsProtocol } from '../../model/vocabulary.ts';
import { concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { type Ending, failed, type Part, peek } from './conversation.ts';

/** The URL of a server that begins with TLS at once where this protocol was expected. */
export function directUrl(protocol?: StartTlsProtocol): string {
  return protocol === 'mssql' ? 'mssql-strict://HOST (TDS 8)' : 'tls://HOST:PORT';
}

/**
 * Ends a conversation with a peer that does not speak the protocol. `read`: what was read of its answer; `direct`: the URL to use if it
 * begins with TLS.
 */
export function* failAsStranger(protocol: string, read: Uint8Array, direct = directUrl()): Part<Ending> {
  const said = concatenate([read, yield* peek()]);
  if (isTls(said)) {
    return failed(
      `The server begins with TLS at once, not with ${protocol}: it answered with ${quoteBytes(said)}; use ${direct}.`,
    );
  }
  return failed(`The peer does not speak ${protocol}: it answered with ${quoteBytes(said)}.`);
}

/** An alert or a handshake record (RFC 8446 §5.1), which is how a TLS server answers plain text. */
function isTls([type, major]: Uint8Array): boolean {
  return (type === 0x15 || type === 0x16) && major === 0x03;
}
