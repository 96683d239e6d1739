import { createHash, hash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';

import type { HistoryDatabase } from './database.ts';

/** The largest text that is read back: a file that someone changed must not fill the memory. */
const maxTextBytes = 0x1000_0000;

/** JSON, deflated. */
export function pack(value: unknown): Uint8Array {
  return deflateSync(JSON.stringify(value));
}

/** What `pack` made. Throws if it was changed. */
export function unpack(body: unknown): unknown {
  if (!(body instanceof Uint8Array)) throw new Error('a document of the history is missing');
  return JSON.parse(inflateSync(body, { maxOutputLength: maxTextBytes }).toString());
}

/** Stores what many rows share, each once. */
export interface Interning {
  /** Stores a JSON value; equal values, with their keys in the same order, are one document. */
  readonly document: (value: unknown) => number;
  readonly chain: (certificates: readonly number[], fingerprints: readonly string[]) => number;
}

/** Remembers nothing between calls but compiled statements: what is stored is looked up by its digest. */
export function createInterning(database: HistoryDatabase): Interning {
  const findDocument = database.prepare('select id from document where sha256 = ?');
  const addDocument = database.prepare('insert into document (sha256, body) values (?, ?)');
  const findChain = database.prepare('select id from chain where sha256 = ?');
  const addChain = database.prepare('insert into chain (sha256) values (?)');
  const addLink = database.prepare('insert into chain_certificate (chain, position, certificate) values (?, ?, ?)');
  return {
    document: (value) => {
      const text = JSON.stringify(value);
      const digest = Buffer.from(hash('sha256', text), 'hex');
      return idOf(findDocument.get(digest)) ?? Number(addDocument.run(digest, deflateSync(text)).lastInsertRowid);
    },
    chain: (certificates, fingerprints) => {
      const digest = createHash('sha256').update(fingerprints.join('\n')).digest();
      const known = idOf(findChain.get(digest));
      if (known !== undefined) return known;
      const id = Number(addChain.run(digest).lastInsertRowid);
      certificates.forEach((certificate, position) => void addLink.run(id, position, certificate));
      return id;
    },
  };
}

/** The `id` of a row. */
export function idOf(row: { readonly [column: string]: unknown } | undefined): number | undefined {
  return row === undefined ? undefined : Number(row['id']);
}
