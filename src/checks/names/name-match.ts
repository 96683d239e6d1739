import type { NameMatcher } from '../../model/vocabulary.ts';
import { compareNames } from '../../pki/names/match-name.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { quoteText } from '../../pki/name-of.ts';
import { alternativeDnsNames, alternativeIpAddresses, subjectCommonNames } from './certificate-names.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, pass } from '../judgement.ts';
import { listValues } from '../join-words.ts';
import { serverNameNote } from './server-name-note.ts';

/** The leaf matches the name dialled, by the matcher the policy names. The answers of other clients are shown, never counted. */
export const nameMatch = defineCheck({
  id: 'name-match',
  title: 'The certificate matches the name dialled',
  why: 'A client that dials a name refuses a certificate made out to another: the first thing a user sees of a wrong certificate.',
  citation: rfc(2818, '3.1; wildcards KB258858; policy tls-server RFC 9525 §6'),
  faults: {
    unsorted: {
      title: 'The certificate matches the name dialled',
      why: 'A client that dials a name refuses a certificate made out to another: the first thing a user sees of a wrong certificate.',
      remedy:
        'Install the certificate made for this name, or reissue it with the name in the SAN (MTLS: as the common name).',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'endpoint', 'observation'],
  judge: ({ leaf, expectation, endpoint, observation }) => {
    const { host } = endpoint;
    const matcher = expectation.role.nameMatcher;
    const [client, rule] = matcherTexts[matcher];
    const match = compareNames(leaf, host);
    const decisive = match(matcher);
    const others = describeOthers(match, otherMatchers(matcher, endpoint.reverseProxyProduct));
    const details = { expected: host, observed: observedNames(leaf, matcher) };
    if (decisive.matches) {
      return pass(
        `${quoteText(decisive.matchedBy ?? '')} matches ${host} by the rules of ${client} (${rule}). ${others}`,
        details,
      );
    }
    return failUnsorted(
      `${decisive.reason} By the rules of ${client} (${rule}) clients refuse the certificate for ${host}. Install the certificate made for it, or reissue this one with the name.${serverNameNote(observation)} ${others}`,
      details,
    );
  },
});

/** Whose rules they are, and by what they go. */
const matcherTexts: Readonly<Record<NameMatcher, readonly [client: string, rule: string]>> = {
  schannel: ['Schannel', 'RFC 2818 with the wildcards of KB258858'],
  mtls: ['MTLS', 'the common name is the FQDN'],
  rfc9525: ['RFC 9525', 'the SAN alone'],
  'isa-2004': ['ISA Server 2004', 'the subject alone'],
  'isa-2006-rtm': ['ISA Server 2006 before SP1', 'the subject or the first SAN entry'],
};

/** ISA's rules are asked only if the proxy is declared to be that version; later ones read the whole SAN. */
function otherMatchers(decisive: NameMatcher, product: string | null): readonly NameMatcher[] {
  const isa = product === 'isa-2004' ? ['isa-2004' as const] : product === 'isa-2006' ? ['isa-2006-rtm' as const] : [];
  const all: readonly NameMatcher[] = ['schannel', 'mtls', 'rfc9525', ...isa];
  return all.filter((matcher) => matcher !== decisive);
}

function describeOthers(match: ReturnType<typeof compareNames>, matchers: readonly NameMatcher[]): string {
  const answers = matchers.map(
    (matcher) => `${matcherTexts[matcher][0]} ${match(matcher).matches ? 'matches' : 'does not match'}`,
  );
  return `Not counted: ${answers.join(', ')}.`;
}

/** The names that the matcher goes by. */
function observedNames(leaf: Certificate, matcher: NameMatcher): string {
  const names = [...alternativeDnsNames(leaf), ...alternativeIpAddresses(leaf)];
  if (matcher !== 'mtls') {
    if (leaf.extensions.subjectAlternativeName?.ok === false) return 'malformed SAN';
    if (names.length > 0) return listValues(names);
  }
  return `CN ${listValues(subjectCommonNames(leaf).map((name) => name ?? 'unreadable'))}`;
}
