import { concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { type Ending, failed, type Part, peek } from './conversation.ts';

/** Ends a conversation with a peer that does not speak the protocol. `read`: what was read of its answer. */
export function* failAsStranger(protocol: string, read: Uint8Array): Part<Ending> {
  const said = concatenate([read, yield* peek()]);
  if (isTls(said)) {
    return failed(
      `The server begins with TLS at once, not with ${protocol}: it answered with ${quoteBytes(said)}; dial it without STARTTLS.`,
    );
  }
  return failed(`The peer does not speak ${protocol}: it answered with ${quoteBytes(said)}.`);
}

/** An alert or a handshake record (RFC 8446 §5.1), which is how a TLS server answers plain text. */
function isTls([type, major]: Uint8Array): boolean {
  return (type === 0x15 || type === 0x16) && major === 0x03;
}
