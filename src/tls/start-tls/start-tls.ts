import type { StartTlsProtocol } from '../../model/vocabulary.ts';
import { type Conversation, createPreface } from './conversation.ts';
import type { Preface, PrefaceOptions } from './preface.ts';
import { talkSmtp } from './smtp.ts';

/** Begins what the protocol says before TLS. Nothing is sent before `start`. */
export function createStartTls(options: PrefaceOptions): Preface {
  return createPreface(conversations[options.protocol]?.(options) as Conversation);
}

const conversations: Readonly<Partial<Record<StartTlsProtocol, (options: PrefaceOptions) => Conversation>>> = {
  smtp: (options) => talkSmtp('EHLO', options),
  lmtp: (options) => talkSmtp('LHLO', options),
};
