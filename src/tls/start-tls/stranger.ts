import { concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { findSpeaker } from '../speakers.ts';
import { type Ending, failed, type Part, peek, textOf } from './conversation.ts';

/** Ends a conversation with a peer whose first bytes are not of the protocol. `read`: what was read of them. */
export function* failAsStranger(protocol: string, read: Uint8Array): Part<Ending> {
  const said = concatenate([read, yield* peek()]);
  const speaker = findSpeaker(textOf(said));
  const what = speaker === undefined || speaker.name === protocol ? 'does not speak' : `speaks ${speaker.name}, not`;
  return failed(`The peer ${what} ${protocol}: it answered with ${quoteBytes(said)}.`);
}
