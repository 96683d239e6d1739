import { assertNever } from '../../model/assert-never.ts';
import { ascii } from '../bytes/byte-writer.ts';
import { type Conversation, failed, type Part, quoteText, readBytes, ready, sendBytes } from './conversation.ts';
import type { PrefaceOptions } from './preface.ts';
import { failAsStranger } from './stranger.ts';
import { type XmlElement, type XmlNext, XmlStream } from './xml-stream.ts';

/** The namespace of a stream's content: that of clients, or that between servers (RFC 6120 §4.8.2). */
export type XmppNamespace = 'jabber:client' | 'jabber:server';

/** XMPP (RFC 6120 §4.2, §5.4): a stream to a domain, the features it offers, and STARTTLS in it. */
export function* talkXmpp(content: XmppNamespace, { host }: PrefaceOptions): Conversation {
  yield* sendBytes(streamHeader(content, host));
  const stranger = yield* findStranger();
  if (stranger !== undefined) return yield* failAsStranger('XMPP', stranger);
  const stream = new XmlStream('<');
  const header = yield* stream.readHeader('the stream header');
  if (header.kind !== 'element' || !is(header.element, streams, 'stream')) {
    return failed(`The peer does not speak XMPP: it answered with ${describe(header)}.`);
  }
  if (!header.element.attributes.has('version')) {
    return failed(
      'The server does not offer STARTTLS: it speaks XMPP older than version 1.0 (its stream header has no version).',
    );
  }
  const features = yield* stream.readElement("the stream's features");
  if (features.kind !== 'element' || !is(features.element, streams, 'features')) {
    return failed(`${describeRefusal(features, host) ?? `The server sent ${describe(features)} instead of features`}.`);
  }
  if (!features.element.children.some((feature) => is(feature, tls, 'starttls'))) {
    yield* sendBytes(streamEnd);
    return failed(`The server does not offer STARTTLS: its features are ${listNames(features.element.children)}.`);
  }
  yield* sendBytes(starttls);
  const answer = yield* stream.readElement('the answer to STARTTLS');
  if (answer.kind === 'element' && is(answer.element, tls, 'proceed')) return ready();
  return failed(
    `${describeRefusal(answer, host) ?? `The server refused STARTTLS: it answered with ${describe(answer)}`}.`,
  );
}

const streams = 'http://etherx.jabber.org/streams';
const tls = 'urn:ietf:params:xml:ns:xmpp-tls';

const starttls = ascii(`<starttls xmlns='${tls}'/>`);
const streamEnd = ascii('</stream:stream>');

function streamHeader(content: XmppNamespace, to: string): Uint8Array {
  const escaped = to.replace(/[<>&'"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const attributes = `to='${escaped}' version='1.0' xml:lang='en' xmlns='${content}' xmlns:stream='${streams}'`;
  return new TextEncoder().encode(`<?xml version='1.0'?><stream:stream ${attributes}>`);
}

/**
 * Reads up to the `<` with which XML begins, past white space and a byte order mark. Returns its first byte if it is something else:
 * whoever waits for a tag of a server that speaks another protocol waits for ever.
 */
function* findStranger(): Part<Uint8Array | undefined> {
  for (;;) {
    const first = yield* readBytes(1, 'the stream header');
    if (first[0] === 0x3c) return undefined;
    if (!leadingBytes.includes(first[0] as number)) return first;
  }
}

/** White space of XML (XML 1.0 §2.3), and the byte order mark in UTF-8. */
const leadingBytes: readonly number[] = [0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf];

function is(element: XmlElement, namespace: string, name: string): boolean {
  return element.namespace === namespace && element.name === name;
}

/** A sentence without its full stop if the server ended the stream or said that TLS fails; undefined: it did something else. */
function describeRefusal(next: XmlNext, host: string): string | undefined {
  if (next.kind === 'end') return 'The server closed the stream';
  if (next.kind !== 'element') return undefined;
  if (is(next.element, tls, 'failure')) return 'The server refused STARTTLS: it answered with <failure/>';
  if (!is(next.element, streams, 'error')) return undefined;
  const [condition, ...details] = next.element.children;
  const name = describeCondition(condition?.name ?? 'error');
  const said = [condition?.text, details.find((detail) => detail.name === 'text')?.text].filter(Boolean).join(': ');
  const reason = `The server ended the stream: ${name}${said === '' ? '' : `, ${quoteText(said)}`}`;
  if (!conditionsOfAddress.includes(name)) return reason;
  return `${reason}; the stream was addressed to ${quoteText(host)}; give the XMPP domain with --xmpp-to (xmppTo)`;
}

/** Those of RFC 6120 are words; whatever else a server makes up may reach a terminal. */
function describeCondition(name: string): string {
  return /^[a-z-]{1,40}$/.test(name) ? name : quoteText(name);
}

/** Conditions of RFC 6120 §4.9.3 that another `to` mends. */
const conditionsOfAddress: readonly string[] = ['host-unknown', 'host-gone', 'improper-addressing'];

function describe(next: XmlNext): string {
  switch (next.kind) {
    case 'element':
      return quoteText(`<${next.element.name} xmlns='${next.element.namespace}'>`);
    case 'end':
      return 'the end of the stream';
    case 'broken':
      return quoteText(next.text);
    default:
      return assertNever(next);
  }
}

function listNames(features: readonly XmlElement[]): string {
  return features.length === 0 ? 'none' : quoteText(features.map(({ name }) => name).join(', '));
}
