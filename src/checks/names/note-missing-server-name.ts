import { matchesSchannelWildcard } from '../../pki/names/wildcard.ts';
import type { Evidence } from '../evidence.ts';
import { missingServerNameNote } from '../field-notes.ts';
import { alternativeDnsNames } from './certificate-names.ts';
import { isReservedName } from './reserved-names.ts';

/**
 * The note from the field on the FQDN of the server, if one is declared and no entry of the SAN covers it; undefined: none. It is not
 * asked of a public CA that may not certify the name.
 */
export function noteMissingServerName({
  leaf,
  endpoint,
  fieldNotes,
  publicTrust,
}: Pick<Evidence, 'leaf' | 'endpoint' | 'fieldNotes' | 'publicTrust'>): string | undefined {
  const { server } = endpoint.names;
  if (server === null || !fieldNotes.includes('server-name')) return undefined;
  const isCovered = (name: string): boolean => name === server || matchesSchannelWildcard(name, server);
  if (alternativeDnsNames(leaf).some((name) => isCovered(name.toLowerCase()))) return undefined;
  return publicTrust.ok && isReservedName(server) ? undefined : missingServerNameNote(server);
}
