import { matchCommonName } from './match-common-name.ts';
import { type MatchName, matched, unmatched } from './name-match.ts';
import { malformedNames } from './presented-names.ts';
import { equalsDnsName } from './wildcard.ts';

/** ISA Server 2006 without service pack: the CN or the first subject alternative name, and no other. */
export const matchIsa2006Rtm: MatchName = (question) => {
  const { host, dialed, names } = question;
  if (names === 'malformed') return unmatched(malformedNames);
  const byCommonName = matchCommonName(question);
  if (byCommonName.matches) return byCommonName;
  const [first] = names;
  if (first?.kind === 'dns' && dialed.kind === 'dns' && equalsDnsName(first.text, dialed.name)) {
    return matched(`DNS:${first.text}`, host);
  }
  return unmatched(`Neither the CN nor the first SAN entry is ${host}.`);
};
