import type { Certificate, Decoded, DecodeError, Extensions } from './certificate.ts';
import { extensionDecoders } from './extension-decoders.ts';

export interface MalformedExtension {
  readonly name: keyof Extensions;
  readonly oid: string;
  readonly error: DecodeError;
}

/** The extensions we read that are there and could not be decoded. Looked for once for each certificate. */
export function malformedExtensions({ extensions }: Pick<Certificate, 'extensions'>): readonly MalformedExtension[] {
  const known = found.get(extensions);
  if (known !== undefined) return known;
  const malformed: MalformedExtension[] = [];
  for (const [name, decoded] of Object.entries(extensions) as [keyof Extensions, Decoded<unknown>][]) {
    if (decoded?.ok === false) malformed.push({ name, oid: extensionDecoders[name].oid, error: decoded.error });
  }
  found.set(extensions, malformed);
  return malformed;
}

const found = new WeakMap<Extensions, readonly MalformedExtension[]>();
