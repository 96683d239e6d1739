import type { Part } from './conversation.ts';
import { readXmlTokens, type XmlToken } from './xml-tokens.ts';

/** An element with its namespace resolved, whatever prefix it has. */
export interface XmlElement {
  readonly name: string;
  /** Empty: none. */
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Its own text, without that of its children. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** What comes next in a stream: an element, the end of the stream, or a sentence about what is not XML. */
export type XmlNext =
  | { readonly kind: 'element'; readonly element: XmlElement }
  | { readonly kind: 'end' }
  | { readonly kind: 'broken'; readonly text: string };

/** Features are three deep. */
const maxDepth = 16;

type Prefixes = ReadonlyMap<string, string>;

/** A stream of elements inside one that stays open, as XMPP has it (RFC 6120 §4). */
export class XmlStream {
  #prefixes: Prefixes = new Map();
  #waiting: XmlToken[] = [];
  /** The beginning of the next token, if it was read already. */
  #begun: string;

  constructor(begun: string) {
    this.#begun = begun;
  }

  /** Reads the start tag of the element that stays open. */
  *readHeader(awaits: string): Part<XmlNext> {
    for (;;) {
      const token = yield* this.#next(awaits);
      if (token.kind === 'broken') return token;
      if (token.kind === 'end') return { kind: 'end' };
      if (token.kind !== 'start') continue;
      this.#prefixes = declare(this.#prefixes, token.attributes);
      const { attributes } = token;
      return {
        kind: 'element',
        element: { ...resolve(token.name, this.#prefixes), attributes, text: '', children: [] },
      };
    }
  }

  /** Reads the next element with all that it contains, past any whitespace that keeps the connection alive. */
  *readElement(awaits: string): Part<XmlNext> {
    for (;;) {
      const token = yield* this.#next(awaits);
      if (token.kind === 'broken') return token;
      if (token.kind === 'end') return { kind: 'end' };
      if (token.kind === 'start') return yield* this.#finish(token, this.#prefixes, { awaits, depth: 1 });
    }
  }

  /** Reads the rest of an element whose start tag was read. */
  *#finish(
    start: Extract<XmlToken, { kind: 'start' }>,
    outer: Prefixes,
    { awaits, depth }: { readonly awaits: string; readonly depth: number },
  ): Part<XmlNext> {
    const { name, attributes, isEmpty } = start;
    if (depth > maxDepth) return { kind: 'broken', text: `<${name}>` };
    const prefixes = declare(outer, attributes);
    const children: XmlElement[] = [];
    let text = '';
    for (let isOpen = !isEmpty; isOpen; ) {
      const token = yield* this.#next(awaits);
      if (token.kind === 'broken') return token;
      if (token.kind === 'text') text += token.text;
      if (token.kind === 'end') {
        if (token.name !== name) return { kind: 'broken', text: `</${token.name}>` };
        isOpen = false;
      }
      if (token.kind !== 'start') continue;
      const child = yield* this.#finish(token, prefixes, { awaits, depth: depth + 1 });
      if (child.kind !== 'element') return child;
      children.push(child.element);
    }
    return { kind: 'element', element: { ...resolve(name, prefixes), attributes, text, children } };
  }

  *#next(awaits: string): Part<XmlToken> {
    if (this.#waiting.length === 0) {
      this.#waiting = [...(yield* readXmlTokens(this.#begun, awaits))];
      this.#begun = '';
    }
    return this.#waiting.shift() as XmlToken;
  }
}

/** The prefixes in force inside an element; the empty one is that of names without prefix. */
function declare(outer: Prefixes, attributes: ReadonlyMap<string, string>): Prefixes {
  const own = [...attributes].flatMap(([name, value]): [string, string][] => {
    if (name === 'xmlns') return [['', value]];
    return name.startsWith('xmlns:') ? [[name.slice('xmlns:'.length), value]] : [];
  });
  return own.length === 0 ? outer : new Map([...outer, ...own]);
}

function resolve(qualified: string, prefixes: Prefixes): Pick<XmlElement, 'name' | 'namespace'> {
  const colon = qualified.indexOf(':');
  const prefix = qualified.slice(0, Math.max(colon, 0));
  return { name: qualified.slice(colon + 1), namespace: prefixes.get(prefix) ?? '' };
}
