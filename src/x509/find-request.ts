import { decodePem } from './der/decode-pem.ts';
import { decodeDer } from './der/der-reader.ts';
import { derTags } from './der/der-tags.ts';
import { looksLikeDer, textOf } from './decode-certificates.ts';

/** The certification requests (PKCS #10) of a file, PEM or DER, undecoded. A file that holds certificates too has none. */
export function findRequests(bytes: Uint8Array): readonly Uint8Array[] {
  if (looksLikeDer(bytes)) return isRequest(bytes) ? [bytes] : [];
  const blocks = decodePem(textOf(bytes));
  if (!blocks.ok || blocks.value.some(({ label }) => /^(?:X509 |TRUSTED )?CERTIFICATE$|^PKCS|^CMS$/.test(label)))
    return [];
  return blocks.value.flatMap(({ label, der }) => (requestLabels.includes(label) ? [der] : []));
}

/** RFC 7468 §7, and what older software and certreq write. */
const requestLabels: readonly string[] = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];

/** A version and a name come first (RFC 2986 §4.1); in a certificate of version 1 an algorithm follows the first integer. */
function isRequest(der: Uint8Array): boolean {
  const { result } = decodeDer(der, 'file', (reader) => {
    const file = reader.enter(derTags.sequence, 'file');
    const info = file.enter(derTags.sequence, 'request');
    info.content(derTags.integer, 'version');
    const name = info.enter(derTags.sequence, 'subject');
    const isName = !name.hasMore || name.nextTag === derTags.set;
    while (file.hasMore) file.element('signature');
    return isName;
  });
  return result.ok && result.value;
}
