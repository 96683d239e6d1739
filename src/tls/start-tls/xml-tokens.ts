import { type Part, readUntil, textOf } from './conversation.ts';

/** A piece of an XML stream. Names are as written; namespaces are the reader's affair. */
export type XmlToken =
  | {
      readonly kind: 'start';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly isEmpty: boolean;
    }
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A declaration, a processing instruction or a comment. */
  | { readonly kind: 'ignored' }
  /** Not XML, or more of it than is read here. `text` is what was read of it. */
  | { readonly kind: 'broken'; readonly text: string };

/** A start tag of a stream with all its namespaces has 300 bytes. */
const maxTokenLength = 0x2000;

const greaterThan = 0x3e;

/**
 * Reads what comes, after `begun`, up to the end of the next tag: the text before it, if there is any, and the tag. Text is Latin-1, as UTF-8 is only quoted.
 * Document types are refused, so that no entity is ever declared; the five of XML itself and characters by number are replaced.
 */
export function* readXmlTokens(begun: string, awaits: string): Part<readonly XmlToken[]> {
  let piece = begun + textOf(yield* readUntil(greaterThan, awaits));
  // `>` may stand in text.
  while (!piece.includes('<') && piece.length <= maxTokenLength) piece += textOf(yield* readUntil(greaterThan, awaits));
  const begin = Math.max(piece.indexOf('<'), 0);
  const text: XmlToken = { kind: 'text', text: decodeEntities(piece.slice(0, begin)) };
  let markup = piece.slice(begin);
  const isComplete = createEndFinder(markup);
  for (let isEnd = isComplete(markup); !isEnd; isEnd = isComplete(markup)) {
    if (markup.length > maxTokenLength) return [text, { kind: 'broken', text: markup }];
    markup += textOf(yield* readUntil(greaterThan, awaits));
  }
  return [text, readMarkup(markup)];
}

/** Says whether markup, each time longer and with `>` at its end, ends there. */
function createEndFinder(begin: string): (markup: string) => boolean {
  const delimiters = [
    { begin: '<!--', end: '-->' },
    { begin: '<![CDATA[', end: ']]>' },
    { begin: '<?', end: '?>' },
  ].find((each) => begin.startsWith(each.begin));
  if (delimiters !== undefined) {
    const leastLength = delimiters.begin.length + delimiters.end.length;
    return (markup) => markup.length >= leastLength && markup.endsWith(delimiters.end);
  }
  let position = 0;
  let quote: string | undefined;
  return (markup) => {
    for (; position < markup.length; position += 1) {
      const character = markup[position] as string;
      if (quote === undefined && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = undefined;
    }
    return quote === undefined;
  };
}

function readMarkup(markup: string): XmlToken {
  if (markup.startsWith('<![CDATA[')) return { kind: 'text', text: markup.slice('<![CDATA['.length, -']]>'.length) };
  if (markup.startsWith('<?') || markup.startsWith('<!--')) return { kind: 'ignored' };
  const end = /^<\/([^\s/<>]+)\s*>$/.exec(markup);
  if (end !== null) return { kind: 'end', name: end[1] as string };
  return readStartTag(markup) ?? { kind: 'broken', text: markup };
}

function readStartTag(markup: string): XmlToken | undefined {
  const name = /^<([^\s/<>!?="']+)/.exec(markup)?.[1];
  if (name === undefined) return undefined;
  const isEmpty = markup.endsWith('/>');
  const rest = markup.slice(1 + name.length, isEmpty ? -2 : -1);
  const attributes = new Map<string, string>();
  const attribute = /\s+([^\s/<>="']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
  let position = 0;
  for (let found = attribute.exec(rest); found !== null; found = attribute.exec(rest)) {
    position = attribute.lastIndex;
    attributes.set(found[1] as string, decodeEntities(found[2] ?? found[3] ?? ''));
  }
  return rest.slice(position).trim() === '' ? { kind: 'start', name, attributes, isEmpty } : undefined;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
]);

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10_ffff ? utf8(point) : whole;
  });
}

/** A character as UTF-8, a byte a character. */
function utf8(point: number): string {
  return textOf(new TextEncoder().encode(String.fromCodePoint(point)));
}
