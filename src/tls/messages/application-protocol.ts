import type { NoteViolation } from '../note-violation.ts';
import { extensionType } from '../tables/extension-types.ts';
import type { Extensions } from './extensions.ts';

/**
 * The application protocol that a server chose of those offered: a list of exactly one name (RFC 7301 §3.1). Null: it chose none. A list
 * of another length, and a name that was not offered, are noted; the name is what the server wants to speak all the same.
 */
export function readApplicationProtocol(
  extensions: Extensions,
  offered: readonly string[],
  note: NoteViolation,
): string | null {
  const content = extensions.get(extensionType.alpn);
  if (content === undefined) return null;
  const [high, low, length] = content;
  const isOneName = high === 0 && low === content.length - 2 && length === content.length - 3 && length > 0;
  if (!isOneName) {
    note({
      rule: 'RFC 7301 §3.1',
      message: 'The application protocol that the server chose is not a list of one name.',
    });
    return null;
  }
  const name = Buffer.from(content.subarray(3)).toString('latin1');
  if (!offered.includes(name)) {
    note({ rule: 'RFC 7301 §3.2', message: 'The server chose an application protocol that was not offered.' });
  }
  return name;
}
