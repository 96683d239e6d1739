import type { NameMatcher } from '../../model/vocabulary.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { matchCommonName } from './match-common-name.ts';
import { matchIsa2006Rtm } from './match-isa2006-rtm.ts';
import { matchRfc2818 } from './match-rfc2818.ts';
import { matchRfc9525 } from './match-rfc9525.ts';
import { type MatchName, type NameMatch, readNameQuestion } from './name-match.ts';

const matchers: Readonly<Record<NameMatcher, MatchName>> = {
  schannel: matchRfc2818,
  // Office Communications Server: the CN is the FQDN of the server; subject alternative names do not help.
  mtls: matchCommonName,
  rfc9525: matchRfc9525,
  // ISA Server 2004 cannot process subject alternative names at all: the CN is the published name.
  'isa-2004': matchCommonName,
  'isa-2006-rtm': matchIsa2006Rtm,
};

/**
 * Reads the names of the leaf and the name dialed, and returns what compares them by the rules of a matcher. `host` is a DNS name
 * (A-labels; one trailing dot and case do not matter) or an IP literal, with or without brackets.
 */
export function compareNames(leaf: Certificate, host: string): (matcher: NameMatcher) => NameMatch {
  const question = readNameQuestion(leaf, host);
  return (matcher) => matchers[matcher](question);
}

/** Compares by one matcher. */
export function matchName(matcher: NameMatcher, leaf: Certificate, host: string): NameMatch {
  return compareNames(leaf, host)(matcher);
}
