import type { Name } from '../certificate.ts';
import { decodeDer } from '../der/der-reader.ts';
import { constructed, derTags } from '../der/der-tags.ts';
import { writeElement } from '../der/write-der.ts';
import { decodeName } from './read-name.ts';

/**
 * The name that a nameRelativeToCRLIssuer stands for: that of the issuer and one relative distinguished name more (RFC 5280
 * §4.2.1.13). `relativeName` is its DER under the tag [1]. Undefined: it is no relative distinguished name.
 */
export function extendName(issuer: Name, relativeName: Uint8Array): Name | undefined {
  const above = contentOf(issuer.der, derTags.sequence);
  const below = contentOf(relativeName, constructed(1));
  if (above === undefined || below === undefined) return undefined;
  const extended = decodeName(writeElement(derTags.sequence, above, writeElement(derTags.set, below)));
  return extended.ok ? extended.value : undefined;
}

function contentOf(der: Uint8Array, tag: number): Uint8Array | undefined {
  const { result } = decodeDer(der, 'name', (reader) => reader.content(tag, 'name'));
  return result.ok ? result.value : undefined;
}
