import { matchName, type NameMatcherId } from '../pki/match-name.ts';
import type { Certificate } from '../x509/certificate.ts';
import { alternativeDnsNames, alternativeIpAddresses, subjectCommonNames } from './certificate-names.ts';
import { rfc } from './citations.ts';
import { defineCheck } from './define-check.ts';
import { fail, pass } from './judgement.ts';
import { listValues, quote } from './quote.ts';
import { serverNameNote } from './server-name-note.ts';

/** The leaf matches the name dialled, by the matcher the policy names. The answers of other clients are shown, never counted. */
export const nameMatch = defineCheck({
  id: 'name-match',
  title: 'The certificate matches the name dialled',
  why: 'A client that dials a name refuses a certificate made out to another: the first thing a user sees of a wrong certificate.',
  remedy:
    'Install the certificate made for this name, or reissue it with the name in the SAN (MTLS: as the common name).',
  citation: rfc(2818, '3.1; wildcards KB258858; policy tls-server RFC 9525 §6'),
  needs: ['leaf', 'expectation', 'endpoint', 'observation'],
  judge: ({ leaf, expectation, endpoint, observation }) => {
    const { host } = endpoint;
    const decisive = matchName(expectation.role.nameMatcher, leaf, host);
    const others = describeOthers(
      leaf,
      host,
      otherMatchers(expectation.role.nameMatcher, endpoint.reverseProxyProduct),
    );
    const details = { expected: host, observed: observedNames(leaf) };
    if (decisive.matches) {
      return pass(
        `${quote(decisive.matchedBy ?? '')} matches ${host} by ${matcherTexts[expectation.role.nameMatcher]}. ${others}`,
        details,
      );
    }
    return fail(
      `${decisive.reason} So ${matcherTexts[expectation.role.nameMatcher]} refuse the certificate for ${host}. Install the certificate made for it, or reissue this one with the name.${serverNameNote(observation)} ${others}`,
      details,
    );
  },
});

const matcherTexts: Readonly<Record<NameMatcherId, string>> = {
  schannel: 'the rules of Schannel (RFC 2818, KB258858)',
  mtls: 'the rules of MTLS (the common name is the FQDN)',
  rfc9525: 'the rules of RFC 9525 (SAN only)',
  'isa-2004': 'the rules of ISA Server 2004 (subject only)',
  'isa-2006-rtm': 'the rules of ISA Server 2006 before SP1 (subject or first SAN entry)',
};

/** ISA's rules are asked only where the proxy is declared to be that version; later ones read the whole SAN. */
function otherMatchers(decisive: NameMatcherId, product: string | null): readonly NameMatcherId[] {
  const isa = product === 'isa-2004' ? ['isa-2004' as const] : product === 'isa-2006' ? ['isa-2006-rtm' as const] : [];
  const all: readonly NameMatcherId[] = ['schannel', 'mtls', 'rfc9525', ...isa];
  return all.filter((matcher) => matcher !== decisive);
}

function describeOthers(leaf: Certificate, host: string, matchers: readonly NameMatcherId[]): string {
  const answers = matchers.map(
    (matcher) => `${matcherTexts[matcher]}: ${matchName(matcher, leaf, host).matches ? 'matches' : 'does not match'}`,
  );
  return `Not counted: ${answers.join('; ')}.`;
}

function observedNames(leaf: Certificate): string {
  const names = [...alternativeDnsNames(leaf), ...alternativeIpAddresses(leaf)];
  if (leaf.extensions.subjectAlternativeName?.ok === false) return 'malformed SAN';
  if (names.length > 0) return listValues(names);
  return `CN ${listValues(subjectCommonNames(leaf).map((name) => name ?? 'unreadable'))}`;
}
