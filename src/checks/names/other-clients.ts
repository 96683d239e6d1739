import type { NameMatcher } from '../../model/vocabulary.ts';
import type { compareNames } from '../../pki/names/compare-names.ts';
import { joinWords } from '../join-words.ts';

/**
 * Which clients would decide differently, as a sentence; the empty string if none. ISA's rules are asked only if the proxy is
 * declared to be that version, as later versions read the whole SAN.
 */
export function describeOtherClients(
  compare: ReturnType<typeof compareNames>,
  decisive: NameMatcher,
  product: string | null,
): string {
  const isa = product === 'isa-2004' ? ['isa-2004' as const] : product === 'isa-2006' ? ['isa-2006-rtm' as const] : [];
  const { matches } = compare(decisive);
  const differing = (['schannel', 'mtls', 'rfc9525', ...isa] as const).filter(
    (matcher) => compare(matcher).matches !== matches,
  );
  if (differing.length === 0) return '';
  return `Not counted: ${joinWords(differing.map((matcher) => clients[matcher]))} would ${matches ? 'refuse' : 'accept'} it.`;
}

/** What clients are called that go by other rules, and by what they go. */
const clients: Readonly<Record<NameMatcher, string>> = {
  schannel: 'Schannel',
  mtls: 'MTLS (CN alone)',
  rfc9525: 'RFC 9525 (SAN alone)',
  'isa-2004': 'ISA Server 2004 (CN alone)',
  'isa-2006-rtm': 'ISA Server 2006 before SP1 (CN or first SAN entry)',
};
