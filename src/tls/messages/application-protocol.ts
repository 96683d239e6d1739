import { extensionType } from '../tables/extension-types.ts';
import type { Extensions } from './extensions.ts';

/**
 * The application protocol that a server chose (RFC 7301 §3.1): a list of exactly one name. Null: it chose none, or sent no
 * such list, which does not concern the certificate.
 */
export function readApplicationProtocol(extensions: Extensions): string | null {
  const content = extensions.get(extensionType.alpn);
  if (content === undefined) return null;
  const [high, low, length] = content;
  const isOneName = high === 0 && low === content.length - 2 && length === content.length - 3 && length > 0;
  return isOneName ? Buffer.from(content.subarray(3)).toString('latin1') : null;
}
