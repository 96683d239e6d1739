import type { PolicyDocument } from '../../model/policy-document.ts';
import type { Position } from '../../model/problem.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import { type ReadChain, type ReadDocument, readChain } from './read-policies.ts';
import type { InputError } from './report-input-errors.ts';
import { readShippedFile } from './shipped-file.ts';

/** A document of a policy, with the text that it was written in. */
export interface SourcedDocument {
  readonly document: PolicyDocument;
  readonly isBuiltIn: boolean;
  /** Undefined: built in, and the installation lacks its text. */
  readonly file: ReadDocument['file'];
}

/** A policy with all that it extends, weakest first. */
export type SourcedChain = readonly [SourcedDocument, ...SourcedDocument[]];

/** Reads a policy by id or file, and the text of every document that it is made of. */
export async function readSourcedChain(word: string): Promise<SourcedChain | readonly InputError[]> {
  const errors: InputError[] = [];
  const chain = await readChain(word, { option: 'POLICY', mayReplace: true }, { inputs: [], errors });
  return chain === undefined ? errors : await withSources(chain);
}

/** Whether a policy was read, and not what is wrong with it. */
export function isChain(read: SourcedChain | readonly InputError[]): read is SourcedChain {
  const [first] = read;
  return first !== undefined && 'document' in first;
}

/** The documents alone, as they are compiled. */
export function documentsOf([first, ...others]: SourcedChain): readonly [PolicyDocument, ...PolicyDocument[]] {
  return [first.document, ...others.map(({ document }) => document)];
}

/** `redis.yaml:12:3`, or the id of a built-in policy of which there is no text. */
export function placeOf({ document, file }: SourcedDocument, path: string): string {
  const position = positionOf({ document, file, isBuiltIn: false }, path);
  const name = file === undefined ? document.id : file.path;
  return position === undefined ? name : `${name}:${position.line}:${position.column}`;
}

/** Where a part of the document stands. */
function positionOf({ file }: SourcedDocument, path: string): Position | undefined {
  return file?.source.positionOf(path);
}

async function withSources([first, ...others]: ReadChain): Promise<SourcedChain> {
  return [await withSource(first), ...(await Promise.all(others.map(withSource)))];
}

async function withSource({ document, file: own }: ReadDocument): Promise<SourcedDocument> {
  if (own !== undefined) return { document, isBuiltIn: false, file: own };
  const shipped = await readShippedFile(`${document.id}.yaml`);
  const source = shipped && (await readDocument(shipped.text, shipped.path));
  const file = shipped !== undefined && source?.ok ? { path: shipped.path, source: source.value } : undefined;
  return { document, isBuiltIn: true, file };
}
