import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';

import { maxDepth } from '../../model/json-faults.ts';
import { extendPath, type Problem, quote } from '../../model/problem.ts';

/** What aliases may add to a document: each alias stands for a copy, and copies of copies grow without end. */
const maxCopiedNodes = 10_000;

/** The plain value of a document in YAML. */
export interface YamlValue {
  readonly value: unknown;
  /** Offset of each key and item, by JSON path. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly faults: readonly Problem[];
}

/** What JSON can hold of a document; everything else is a fault. Keys are text, as written. */
export function toPlainValue({ contents }: Document.Parsed): YamlValue {
  const offsets = new Map<string, number>();
  const faults: Problem[] = [];
  const anchors = new Map<string, ParsedNode>();
  const open = new Set<ParsedNode>();
  let copied = 0;
  let isCopy = false;

  const refuse = (path: string, message: string): undefined => {
    faults.push({ path, message });
  };

  const read = (node: ParsedNode | null, path: string): unknown => {
    if (node === null) return null;
    if (isCopy) copied += 1;
    if (copied > maxCopiedNodes) return undefined;
    if (isAlias(node)) return readAlias(node.source, path);
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) return readScalar(node.value, path);
    if (open.size === maxDepth) return refuse(path, `is nested deeper than ${maxDepth} levels`);
    open.add(node);
    const value = isSeq(node) ? node.items.map((item, index) => readItem(item, path, index)) : readMap(node, path);
    open.delete(node);
    return value;
  };

  const readItem = (item: ParsedNode, path: string, index: number): unknown => {
    const at = extendPath(path, index);
    offsets.set(at, item.range[0]);
    return read(item, at);
  };

  const readMap = (node: ParsedNode, path: string): unknown => {
    const value: Record<string, unknown> = {};
    for (const { key, value: item } of isMap<ParsedNode, ParsedNode | null>(node) ? node.items : []) {
      if (!isScalar(key) || key.value === null) {
        refuse(path, 'has a key that is not text; write keys that begin with *, &, [ or { in quotes');
        continue;
      }
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      const at = extendPath(path, name);
      offsets.set(at, key.range[0]);
      if (name === '<<' && key.type === 'PLAIN') {
        refuse(at, 'merge keys are not supported; write the keys out');
        continue;
      }
      if (Object.hasOwn(value, name)) refuse(at, 'is given twice');
      // An assignment to `__proto__` would not make a key of that name.
      const descriptor = { value: read(item, at), enumerable: true, configurable: true, writable: true };
      Object.defineProperty(value, name, descriptor);
    }
    return value;
  };

  const readAlias = (name: string, path: string): unknown => {
    const node = anchors.get(name);
    if (node === undefined) {
      return refuse(
        path,
        `*${name} stands for an anchor (&${name}) that is not above it; write a text that begins with * in quotes`,
      );
    }
    if (open.has(node)) return refuse(path, `*${name} stands within what it refers to`);
    const wasCopy = isCopy;
    isCopy = true;
    const value = read(node, path);
    isCopy = wasCopy;
    return value;
  };

  const readScalar = (value: unknown, path: string): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return refuse(path, `${quote(String(value))} is neither text, a number, true, false nor null`);
  };

  offsets.set('', contents?.range[0] ?? 0);
  const value = read(contents, '');
  if (copied > maxCopiedNodes) {
    const message = `has aliases (*name) that stand for more than ${maxCopiedNodes} values; write them out`;
    return { value: undefined, offsets, faults: [{ path: '', message }] };
  }
  return { value, offsets, faults };
}
