/** What a conversation with a proxy waits for, or sends. */
export type ProxyRequest =
  /** A line; the answer is its bytes without CR LF. `begins`: if it begins otherwise, the peer is no proxy of this kind. */
  | { readonly kind: 'line'; readonly begins?: string }
  | { readonly kind: 'bytes'; readonly count: number }
  | { readonly kind: 'send'; readonly bytes: Uint8Array };

/** What is said to a proxy until it has opened the way, as a generator without I/O. Returns why it has not; undefined: it has. */
export type ProxyConversation = Generator<ProxyRequest, ProxyRefusal | undefined, Uint8Array>;

export interface ProxyRefusal {
  /** What comes after `The proxy URL`: a clause without a full stop. */
  readonly message: string;
}

export type ProxyStep =
  | { readonly kind: 'more'; readonly send: Uint8Array | undefined }
  /** The way is open. `rest` came from the server behind the proxy. */
  | { readonly kind: 'open'; readonly rest: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: ProxyRefusal };

/** The state machine of a conversation. */
export interface ProxyTalk {
  /** The first bytes to send. Called once, first. */
  readonly start: () => Uint8Array;
  /** Takes bytes as they arrive, in pieces of any size. Never throws, whatever they are. */
  readonly receive: (bytes: Uint8Array) => ProxyStep;
}

/** All that a proxy may say before the way is open, provisional answers included. Squid's refusals have 600 bytes of headers. */
export const maxProxyBytes = 16_384;

/** `quote`: how what the proxy sent stands in a message. */
export function createProxyTalk(conversation: ProxyConversation, quote: (said: Uint8Array) => string): ProxyTalk {
  let unread = new Uint8Array();
  let received = 0;
  let awaited: Exclude<ProxyRequest, { kind: 'send' }> | undefined;
  let ended: { readonly refusal: ProxyRefusal | undefined } | undefined;

  /** Goes on to the next wait. Returns what is to be sent. */
  const proceed = (answer: Uint8Array): Uint8Array[] => {
    const sent: Uint8Array[] = [];
    let next = conversation.next(answer);
    while (!next.done && next.value.kind === 'send') {
      sent.push(next.value.bytes);
      next = conversation.next(new Uint8Array());
    }
    if (next.done) ended = { refusal: next.value };
    else if (next.value.kind !== 'send') awaited = next.value;
    return sent;
  };
  const cut = (end: number, next: number): Uint8Array => {
    const taken = unread.subarray(0, end);
    unread = unread.subarray(next);
    return taken;
  };
  /** What is waited for; undefined: it has not arrived whole. */
  const take = (): Uint8Array | undefined => {
    if (awaited?.kind === 'bytes') return unread.length < awaited.count ? undefined : cut(awaited.count, awaited.count);
    const end = unread.indexOf(lineFeed);
    return end < 0 ? undefined : cut(unread[end - 1] === carriageReturn ? end - 1 : end, end + 1);
  };
  const isForeign = (): boolean =>
    awaited?.kind === 'line' && awaited.begins !== undefined && !agrees(unread, awaited.begins);
  return {
    start: () => join(proceed(new Uint8Array())),
    receive: (bytes) => {
      received += bytes.length;
      unread = join([unread, bytes]);
      const sent: Uint8Array[] = [];
      while (ended === undefined) {
        if (isForeign()) return refused(`does not answer as an HTTP proxy does: it sent ${quote(unread)}`);
        const answer = take();
        if (answer === undefined) break;
        sent.push(...proceed(answer));
      }
      if (ended !== undefined) {
        const { refusal } = ended;
        return refusal === undefined ? { kind: 'open', rest: unread } : { kind: 'refused', refusal };
      }
      if (received > maxProxyBytes)
        return refused(`sent more than ${maxProxyBytes} bytes instead of an answer: ${quote(unread)}`);
      return { kind: 'more', send: sent.length === 0 ? undefined : join(sent) };
    },
  };
}

function refused(message: string): ProxyStep {
  return { kind: 'refused', refusal: { message } };
}

function agrees(bytes: Uint8Array, begins: string): boolean {
  return bytes.subarray(0, begins.length).every((byte, index) => byte === begins.charCodeAt(index));
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
