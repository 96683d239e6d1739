import {
  defineScanCheck,
  type KeyInUse,
  MAX_FINDINGS,
  type ModuliCompared,
  type ScanAnswer,
} from '../define-scan-check.ts';
import { failUnsorted, type Judgement, pass, undetermined } from '../judgement.ts';
import type { PresentedKey } from './presented-key.ts';
import { count, joinWords, unique } from '../join-words.ts';

/** No two RSA moduli of the scan have a prime in common: a greatest common divisor would split both. */
export const sharedPrime = defineScanCheck({
  id: 'shared-prime',
  title: 'No two RSA moduli of the scan share a prime',
  why: 'A prime that two moduli have in common falls to a greatest common divisor: both private keys can be computed from the certificates, as those of one host in two hundred could in 2012.',
  citation: {
    document: 'Heninger, Durumeric, Wustrow, Halderman: Mining Your Ps and Qs, USENIX Security 2012',
    section: 'Abstract, and the sections on factorable RSA keys and all-pairs GCDs',
    url: 'https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/heninger',
  },
  faults: {
    unsorted: {
      title: 'No two RSA moduli of the scan share a prime',
      why: 'A prime that two moduli have in common falls to a greatest common divisor: both private keys can be computed from the certificates, as those of one host in two hundred could in 2012.',
      remedy:
        'Take the hosts for broken: make new key pairs where there is enough randomness (not at the first start of a device), reissue, revoke the old certificates.',
      subject: 'certificate',
    },
  },
  judge: ({ keys, moduli, newKeysLeftOut }) => {
    const rsaKeys = keys.filter(({ modulus }) => modulus !== undefined);
    if (rsaKeys.length < 2) return [];
    if (moduli === 'not-asked') return [{ judgement: notAsked(rsaKeys.length), holders: [] }];
    if (moduli === undefined) return [{ judgement: interrupted(rsaKeys.length), holders: [] }];
    const named = moduli.groups.slice(0, MAX_FINDINGS).map(describe);
    const unnamed = moduli.groups.length - named.length;
    const rest = describeRest(moduli, newKeysLeftOut);
    return [
      ...named,
      ...(unnamed === 0 ? [] : [describeUnnamed(unnamed)]),
      ...(rest === undefined || (rest.judgement.outcome === 'pass' && named.length > 0) ? [] : [rest]),
    ];
  },
});

const expected = 'primes of its own for each';

function describe(keys: readonly KeyInUse[]): ScanAnswer {
  const holders = keys.flatMap((key) => key.holders);
  const named = joinWords(unique(holders.map(({ host }) => host)));
  const observed = keys.length === 1 ? 'a prime shared' : `one prime in ${keys.length}`;
  const what =
    keys.length === 1
      ? `The RSA modulus of ${named} shares a prime with others of this scan, too many to say which`
      : `The RSA moduli of ${named} share a prime`;
  return {
    judgement: failUnsorted(
      `${what}. Anyone who has seen the certificates can compute the private keys. Take the hosts for broken, make new key pairs where there is enough randomness, and revoke the old certificates.`,
      { expected, observed },
    ),
    holders,
  };
}

function describeUnnamed(groups: number): ScanAnswer {
  const message = `${count(groups, 'more prime')} beside those named ${groups === 1 ? 'is' : 'are'} shared. Deal with those, and scan again.`;
  return { judgement: failUnsorted(message, { expected, observed: `${groups} more` }), holders: [] };
}

function notAsked(keys: number): Judgement<'unsorted'> {
  const message = `The ${keys} different RSA moduli of the scan were not compared for shared primes; use --compare-moduli N to compare up to N of them.`;
  return undetermined('not-asked', message, { expected });
}

function interrupted(keys: number): Judgement<'unsorted'> {
  const message = `The ${keys} different RSA moduli that were seen were not compared, as the run did not reach its end.`;
  return undetermined('interrupted', message, { expected });
}

/** What holds for all other moduli. */
function describeRest({ compared, leftOut, unfit, unresolved }: ModuliCompared, newKeysLeftOut: number): ScanAnswer {
  const gaps = [
    ...(newKeysLeftOut === 0 ? [] : [`${count(newKeysLeftOut, 'endpoint')} past the keys that are kept were not`]),
    ...(leftOut === 0
      ? []
      : [`${leftOut} more were left out, as comparing takes time: --compare-moduli says how many it may take`]),
    ...(unfit === 0 ? [] : [`${unfit} of more than 16,384 bits ${unfit === 1 ? 'is' : 'are'} not worked with`]),
    ...(unresolved.length === 0
      ? []
      : [`${unresolved.length} divide or are divided by others in too many ways to sort out`]),
  ];
  const text = `Compared ${count(compared, 'RSA modulus', 'different RSA moduli')} of the scan with each other`;
  const holders: readonly PresentedKey[] = unresolved.flatMap((key) => key.holders);
  if (gaps.length === 0) return { judgement: pass(`${text}; no two share a prime.`, { expected }), holders };
  return {
    judgement: undetermined('limit', `${text}, and found no shared prime beyond what is told; ${joinWords(gaps)}.`, {
      expected,
    }),
    holders,
  };
}
