import { matchCommonName } from './match-common-name.ts';
import type { MatchName } from './name-match.ts';

/** ISA Server 2004 cannot process subject alternative names at all: the CN is the published name. */
export const matchIsa2004: MatchName = matchCommonName;
