import type { Certificate, DecodeError, Extensions } from './certificate.ts';
import { extensionDecoders } from './extension-decoders.ts';
import { extensionNames } from './read-extensions.ts';

export interface MalformedExtension {
  readonly name: keyof Extensions;
  readonly oid: string;
  readonly error: DecodeError;
}

/** The extensions we read that are there and could not be decoded; decodes them all. */
export function malformedExtensions(certificate: Certificate): readonly MalformedExtension[] {
  return extensionNames().flatMap((name) => {
    const decoded = certificate.extensions[name];
    return decoded === undefined || decoded.ok
      ? []
      : [{ name, oid: extensionDecoders[name].oid, error: decoded.error }];
  });
}
