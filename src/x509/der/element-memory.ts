import { createBoundedMap } from '../../async/bounded-map.ts';

/**
 * Remembers what was read from elements of DER, by their bytes. Certificates of one CA have most of their elements in common;
 * reading these again would cost a third more CPU in a scan. A memory is made with a run (`createCertificateDecoder`); without
 * one a `DerReader` reads every element. Only elements without failure and without oddity are kept, as read from a copy.
 */
export interface ElementMemory {
  /** Undefined: no element of this kind and these bytes (one character each) was read, or it was displaced. */
  readonly find: <T>(kind: ElementKind<T>, bytes: string) => ReadElement<T> | undefined;
  readonly keep: <T>(kind: ElementKind<T>, bytes: string, element: ReadElement<T>) => void;
}

/** What an element is read as. Each kind is one constant: the same bytes may mean something else as another kind. */
export interface ElementKind<T> {
  /** Whether other certificates are likely to contain an element of the same bytes. */
  readonly isShared: (value: T) => boolean;
}

/** What was read from an element, and how many elements that took, itself included. */
export interface ReadElement<T> {
  readonly value: T;
  readonly elements: number;
}

/** Longest element that is remembered, in bytes with its header: what certificates have in common is short. */
export const MAX_REMEMBERED_BYTES = 512;

/** With keys and values a few megabytes at most; the CAs of a fleet fill a tenth of it. */
const maxEntries = 1_024;

export function createElementMemory(): ElementMemory {
  const entries = createBoundedMap<{ readonly kind: unknown; readonly element: ReadElement<unknown> }>(maxEntries);
  return {
    find: <T>(kind: ElementKind<T>, bytes: string) => {
      const known = entries.get(bytes);
      // `keep` takes only values of its kind.
      return known?.kind === kind ? (known.element as ReadElement<T>) : undefined;
    },
    keep: (kind, bytes, element) => entries.set(bytes, { kind, element }),
  };
}
