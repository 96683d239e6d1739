import { matchCommonName } from './match-common-name.ts';
import type { MatchName } from './name-match.ts';

/** MTLS of Office Communications Server: the CN is the FQDN of the server; subject alternative names do not help. */
export const matchMtls: MatchName = matchCommonName;
