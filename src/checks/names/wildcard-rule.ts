import type { NameMatcher } from '../../model/vocabulary.ts';
import { type CompareDnsName, matchesSchannelWildcard, matchesWholeLabelWildcard } from '../../pki/names/wildcard.ts';

/** How the clients of a role read a wildcard. The wildcards of MTLS roles are read as strictly as today's clients do. */
export function wildcardRule(matcher: NameMatcher): CompareDnsName {
  return matcher === 'schannel' ? matchesSchannelWildcard : matchesWholeLabelWildcard;
}
