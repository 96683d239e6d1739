import type { NameMatcher } from '../../model/vocabulary.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { matchIsa2004 } from './match-isa2004.ts';
import { matchIsa2006Rtm } from './match-isa2006-rtm.ts';
import { matchMtls } from './match-mtls.ts';
import { matchRfc2818 } from './match-rfc2818.ts';
import { matchRfc9525 } from './match-rfc9525.ts';
import { type MatchName, type NameMatch, readNameQuestion } from './name-match.ts';

const matchers: Readonly<Record<NameMatcher, MatchName>> = {
  schannel: matchRfc2818,
  mtls: matchMtls,
  rfc9525: matchRfc9525,
  'isa-2004': matchIsa2004,
  'isa-2006-rtm': matchIsa2006Rtm,
};

/**
 * Compares the names of the leaf with the name dialled by the rules of one matcher. `host` is a DNS name (A-labels; one trailing
 * dot and case do not matter) or an IP literal, with or without brackets.
 */
export function matchName(matcher: NameMatcher, leaf: Certificate, host: string): NameMatch {
  return matchers[matcher](readNameQuestion(leaf, host));
}
