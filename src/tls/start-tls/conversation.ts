import { quoteBytes } from '../quote-bytes.ts';
import { concatenate } from '../bytes/byte-writer.ts';
import type { Preface, PrefaceFailure, PrefaceStep, Wrapping } from './preface.ts';

/** What a conversation waits for, looks at, or sends. The answer is the line without its end, the bytes, or nothing. */
export type Request =
  | { readonly kind: 'line'; readonly awaits: string }
  | { readonly kind: 'bytes'; readonly count: number; readonly awaits: string }
  | { readonly kind: 'until'; readonly last: number; readonly awaits: string }
  | { readonly kind: 'peek' }
  | { readonly kind: 'send'; readonly bytes: Uint8Array };

/** How a conversation ends. `wrapping` absent: TLS records travel as they are. */
export type Ending =
  | { readonly kind: 'ready'; readonly wrapping?: Wrapping }
  | { readonly kind: 'failed'; readonly message: string; readonly goodbye?: string };

/**
 * What a protocol says before TLS, from the first byte to the go-ahead, as a generator: it reads from top to bottom as the protocol's own
 * specification does, and does no I/O.
 */
export type Conversation = Generator<Request, Ending, Uint8Array>;

/** A part of a conversation, with the value it finds. */
export type Part<T> = Generator<Request, T, Uint8Array>;

/** Waits for a line, and returns its bytes as Latin-1 text without CR LF. `awaits` says what it is, for messages: `the greeting`. */
export function* readLine(awaits: string): Part<string> {
  return textOf(yield { kind: 'line', awaits });
}

/** Waits for exactly so many bytes. */
export function* readBytes(count: number, awaits: string): Part<Uint8Array> {
  return yield { kind: 'bytes', count, awaits };
}

/** Waits for the bytes up to the first `last`, and with it: at most as many as a line may have. */
export function* readUntil(last: number, awaits: string): Part<Uint8Array> {
  return yield { kind: 'until', last, awaits };
}

/** Quotes what was read, and what has arrived after it and will not be read, for a message. */
export function* quoteRest(read: Uint8Array): Part<string> {
  return quoteBytes(concatenate([read, yield { kind: 'peek' }]));
}

/** Sends a line of ASCII, and CR LF after it. */
export function* sendLine(line: string): Part<void> {
  yield { kind: 'send', bytes: bytesOf(`${line}\r\n`) };
}

/** Sends bytes. */
export function* sendBytes(bytes: Uint8Array): Part<void> {
  yield { kind: 'send', bytes };
}

/** TLS begins. */
export function ready(wrapping?: Wrapping): Ending {
  return wrapping === undefined ? { kind: 'ready' } : { kind: 'ready', wrapping };
}

/** TLS will not begin: a whole sentence. `goodbye`: a line that ends the session politely. */
export function failed(message: string, goodbye?: string): Ending {
  return goodbye === undefined ? { kind: 'failed', message } : { kind: 'failed', message, goodbye };
}

/** Quotes what a server said, escaped and cut, for a message. */
export function quoteText(text: string): string {
  return quoteBytes(bytesOf(text));
}

/** All that a server may say before the go-ahead. A greeting with a policy text has 2 KB; XMPP features and MySQL greetings less. */
const maxPrefaceBytes = 0x10000;

/** RFC 5321 §4.5.3.1.5 allows 512 bytes, RFC 9051 §4 advises 8,192. */
const maxLineBytes = 0x2000;

/** Makes the preface of a conversation. */
export function createPreface(conversation: Conversation): Preface {
  return new Talk(conversation);
}

type Wait = Exclude<Request, { readonly kind: 'send' | 'peek' }>;

class Talk implements Preface {
  readonly #conversation: Conversation;
  #unread: Uint8Array = new Uint8Array();
  #receivedBytes = 0;
  /** Where the search for the end of the line goes on. */
  #searched = 0;
  #awaited: Wait | undefined;
  #lastSaid: Uint8Array | undefined;
  #ending: Ending | undefined;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  start(): Uint8Array | undefined {
    return this.#proceed(new Uint8Array());
  }

  receive(bytes: Uint8Array): PrefaceStep {
    this.#receivedBytes += bytes.length;
    this.#unread = concatenate([this.#unread, bytes]);
    const sent: Uint8Array[] = [];
    while (this.#ending === undefined) {
      const answer = this.#take();
      if (answer === undefined) break;
      this.#lastSaid = answer;
      const send = this.#proceed(answer);
      if (send !== undefined) sent.push(send);
    }
    const send = sent.length === 0 ? undefined : concatenate(sent);
    if (this.#ending !== undefined) return this.#step(this.#ending, send);
    const limit = this.#findLimit();
    return limit === undefined ? { kind: 'more', send } : { kind: 'failed', failure: limit, send: undefined };
  }

  progress(): string {
    const awaited = this.#awaited?.awaits ?? 'the go-ahead';
    const heard = this.#unread.length > 0 ? this.#unread : this.#lastSaid;
    return heard === undefined ? awaited : `${awaited}, after ${quoteBytes(heard)}`;
  }

  #step(ending: Ending, send: Uint8Array | undefined): PrefaceStep {
    if (ending.kind === 'ready') return { kind: 'ready', send, injected: this.#unread, wrapping: ending.wrapping };
    const goodbye = ending.goodbye === undefined ? [] : [bytesOf(`${ending.goodbye}\r\n`)];
    const last = [...(send === undefined ? [] : [send]), ...goodbye];
    return {
      kind: 'failed',
      failure: { kind: 'starttls', message: ending.message },
      send: last.length === 0 ? undefined : concatenate(last),
    };
  }

  /** Goes on to the next wait. Returns what is to be sent. */
  #proceed(answer: Uint8Array): Uint8Array | undefined {
    const sent: Uint8Array[] = [];
    let next = this.#conversation.next(answer);
    while (!next.done && (next.value.kind === 'send' || next.value.kind === 'peek')) {
      if (next.value.kind === 'send') sent.push(next.value.bytes);
      next = this.#conversation.next(next.value.kind === 'peek' ? this.#unread : new Uint8Array());
    }
    if (next.done) this.#ending = next.value;
    else if (next.value.kind !== 'send' && next.value.kind !== 'peek') this.#awaited = next.value;
    this.#searched = 0;
    return sent.length === 0 ? undefined : concatenate(sent);
  }

  /** What the conversation waits for; undefined: it has not arrived whole. */
  #take(): Uint8Array | undefined {
    const awaited = this.#awaited;
    if (awaited === undefined) return undefined;
    if (awaited.kind === 'bytes') {
      return this.#unread.length < awaited.count ? undefined : this.#cut(awaited.count, awaited.count);
    }
    const end = this.#unread.indexOf(awaited.kind === 'line' ? lineFeed : awaited.last, this.#searched);
    this.#searched = this.#unread.length;
    if (end < 0) return undefined;
    if (awaited.kind === 'until') return this.#cut(end + 1, end + 1);
    return this.#cut(end > 0 && this.#unread[end - 1] === carriageReturn ? end - 1 : end, end + 1);
  }

  #cut(end: number, next: number): Uint8Array {
    const taken = this.#unread.subarray(0, end);
    this.#unread = this.#unread.subarray(next);
    return taken;
  }

  #findLimit(): PrefaceFailure | undefined {
    const said = `it sent ${quoteBytes(this.#unread)}`;
    const isLine = this.#awaited?.kind === 'line';
    if ((isLine || this.#awaited?.kind === 'until') && this.#unread.length > maxLineBytes) {
      return {
        kind: 'limit',
        message: `The server sent ${isLine ? 'a line' : 'one piece'} of more than ${maxLineBytes} bytes before TLS: ${said}.`,
      };
    }
    if (this.#receivedBytes <= maxPrefaceBytes) return undefined;
    return { kind: 'limit', message: `The server sent more than ${maxPrefaceBytes} bytes before TLS: ${said}.` };
  }
}

/** The bytes of Latin-1 text. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Bytes as Latin-1 text. */
export function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
