import { quoteBytes } from '../quote-bytes.ts';
import { concatenate } from '../bytes/byte-writer.ts';
import { beginsWithTls, readAlert } from './plain-alert.ts';
import type { Preface, PrefaceFailure, PrefaceProgress, PrefaceStep, Wrapping } from './preface.ts';

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

/** What has arrived behind what was read, without reading it: for quotations alone, as it depends on how the bytes were cut. */
export function* peek(): Part<Uint8Array> {
  return yield { kind: 'peek' };
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
export const maxPrefaceBytes = 0x10000;

/** RFC 5321 §4.5.3.1.5 allows 512 bytes, RFC 9051 §4 advises 8,192. */
const maxLineBytes = 0x2000;

/** Makes the preface of a conversation. */
export function createPreface(conversation: Conversation): Preface {
  return new Talk(conversation);
}

type Wait = Exclude<Request, { readonly kind: 'send' | 'peek' }>;

class Talk implements Preface {
  readonly #conversation: Conversation;
  /** What has arrived and was not taken yet, in pieces. */
  #pieces: Uint8Array[] = [];
  #unreadBytes = 0;
  #takenBytes = 0;
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
    this.#pieces.push(bytes);
    this.#unreadBytes += bytes.length;
    const sent: Uint8Array[] = [];
    for (;;) {
      if (this.#ending !== undefined) return this.#end(this.#ending, sent);
      const taken = this.#take();
      if (taken.kind === 'failed') return { kind: 'failed', failure: taken.failure, send: joined(sent) };
      if (taken.kind === 'more') return { kind: 'more', send: joined(sent) };
      this.#lastSaid = taken.bytes;
      const send = this.#proceed(taken.bytes);
      if (send !== undefined) sent.push(send);
    }
  }

  progress(): PrefaceProgress {
    const heard = this.#unreadBytes > 0 ? this.#unread() : this.#lastSaid;
    return { awaits: this.#awaited?.awaits ?? 'the go-ahead', heard: heard && quoteBytes(heard) };
  }

  #end(ending: Ending, sent: readonly Uint8Array[]): PrefaceStep {
    if (ending.kind === 'ready') {
      return { kind: 'ready', injected: this.#unread(), wrapping: ending.wrapping, send: joined(sent) };
    }
    const goodbye = ending.goodbye === undefined ? [] : [bytesOf(`${ending.goodbye}\r\n`)];
    return {
      kind: 'failed',
      failure: { kind: 'starttls', message: ending.message },
      send: joined([...sent, ...goodbye]),
    };
  }

  /** Goes on to the next wait. Returns what is to be sent. */
  #proceed(answer: Uint8Array): Uint8Array | undefined {
    const sent: Uint8Array[] = [];
    let next = this.#conversation.next(answer);
    while (!next.done && (next.value.kind === 'send' || next.value.kind === 'peek')) {
      if (next.value.kind === 'send') sent.push(next.value.bytes);
      next = this.#conversation.next(next.value.kind === 'peek' ? this.#unread() : new Uint8Array());
    }
    if (next.done) this.#ending = next.value;
    else if (next.value.kind !== 'send' && next.value.kind !== 'peek') this.#awaited = next.value;
    this.#searched = 0;
    return joined(sent);
  }

  /** What the conversation waits for. The limits hold for what it takes, so that they do not depend on how the bytes were cut. */
  #take(): Taken {
    const isFirst = this.#lastSaid === undefined;
    const alert = isFirst ? readAlert(this.#unread()) : undefined;
    if (alert === 'incomplete') return more;
    if (alert !== undefined) return fails('starttls', beginsWithTls(alert));
    if (this.#awaited?.kind === 'bytes') return this.#takeBytes(this.#awaited.count);
    return this.#takeUntil(this.#awaited?.kind === 'until' ? this.#awaited.last : undefined);
  }

  #takeBytes(count: number): Taken {
    if (this.#takenBytes + count > maxPrefaceBytes) return this.#tooMuch();
    return this.#unreadBytes < count ? more : this.#cut(count, count);
  }

  /** Takes a line without its end, or up to and with another byte. */
  #takeUntil(last: number | undefined): Taken {
    const unread = this.#unread();
    const end = unread.indexOf(last ?? lineFeed, this.#searched);
    this.#searched = unread.length;
    const length = end < 0 ? unread.length : end + 1;
    if (length > maxLineBytes) {
      const said = quoteBytes(unread.subarray(0, maxLineBytes));
      return fails(
        'limit',
        `The server sent ${last === undefined ? 'a line' : 'one piece'} of more than ${maxLineBytes} bytes before TLS: it began with ${said}.`,
      );
    }
    if (this.#takenBytes + length > maxPrefaceBytes) return this.#tooMuch();
    if (end < 0) return more;
    if (last !== undefined) return this.#cut(end + 1, end + 1);
    return this.#cut(end > 0 && unread[end - 1] === carriageReturn ? end - 1 : end, end + 1);
  }

  #cut(end: number, next: number): Taken {
    const unread = this.#unread();
    this.#pieces = [unread.subarray(next)];
    this.#unreadBytes -= next;
    this.#takenBytes += next;
    return { kind: 'taken', bytes: unread.subarray(0, end) };
  }

  #tooMuch(): Taken {
    const last = this.#lastSaid === undefined ? '' : ` The last it sent was ${quoteBytes(this.#lastSaid)}.`;
    return fails('limit', `The server sent, or announced, more than ${maxPrefaceBytes} bytes before TLS.${last}`);
  }

  #unread(): Uint8Array {
    const [only, ...others] = this.#pieces;
    if (only !== undefined && others.length === 0) return only;
    const whole = concatenate(this.#pieces);
    this.#pieces = [whole];
    return whole;
  }
}

type Taken =
  | { readonly kind: 'taken'; readonly bytes: Uint8Array }
  | { readonly kind: 'more' }
  | { readonly kind: 'failed'; readonly failure: PrefaceFailure };

const more: Taken = { kind: 'more' };

function fails(kind: PrefaceFailure['kind'], message: string): Taken {
  return { kind: 'failed', failure: { kind, message } };
}

function joined(parts: readonly Uint8Array[]): Uint8Array | undefined {
  return parts.length === 0 ? undefined : concatenate(parts);
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
