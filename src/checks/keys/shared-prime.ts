import {
  defineScanCheck,
  type KeyInUse,
  MAX_FINDINGS,
  type ModuliCompared,
  type ScanAnswer,
} from '../define-scan-check.ts';
import { fail, type Judgement, pass, undetermined } from '../judgement.ts';
import type { PresentedKey } from './presented-key.ts';
import { count, joinWords, unique } from '../join-words.ts';

const why = 'Anyone can compute both private keys from the two certificates.';

/** No two RSA moduli of the scan have a prime in common: a greatest common divisor would split both. */
export const sharedPrime = defineScanCheck({
  id: 'shared-prime',
  title: 'No two RSA keys of the scan share a prime',
  why,
  citation: {
    document: 'Heninger, Durumeric, Wustrow, Halderman: Mining Your Ps and Qs, USENIX Security 2012',
    section: 'Abstract, and the sections on factorable RSA keys and all-pairs GCDs',
    url: 'https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/heninger',
  },
  faults: {
    'shared-prime': {
      title: 'RSA keys of different hosts share a prime',
      why,
      remedy:
        'Treat the keys as compromised: generate new key pairs on hosts with enough entropy (not at the first start of a device), reissue the certificates and revoke the old ones.',
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

const expected = 'no shared prime';

function describe(keys: readonly KeyInUse[]): ScanAnswer {
  const holders = keys.flatMap((key) => key.holders);
  const named = joinWords(unique(holders.map(({ host }) => host)));
  const observed = keys.length === 1 ? 'a prime shared' : `one prime in ${keys.length}`;
  const title =
    keys.length === 1
      ? `Broken RSA key: ${named} shares a prime with others of this scan`
      : `Broken RSA keys: ${named} share a prime`;
  return { judgement: fail('shared-prime', { title, expected, observed }), holders };
}

function describeUnnamed(groups: number): ScanAnswer {
  return {
    judgement: fail('shared-prime', {
      title: `${count(groups, 'more prime')} ${groups === 1 ? 'is' : 'are'} shared by RSA keys of this scan`,
      remedy: 'Replace the keys that are named, then scan again to see these.',
      expected,
      observed: `${groups} more`,
    }),
    holders: [],
  };
}

function notAsked(keys: number): Judgement<never> {
  const message = `The ${keys} different RSA keys were not compared for shared primes (use --compare-moduli N to compare up to N).`;
  return undetermined('not-asked', message, { expected });
}

function interrupted(keys: number): Judgement<never> {
  const message = `The ${keys} different RSA keys seen were not compared for shared primes: the run was interrupted. Let it finish.`;
  return undetermined('interrupted', message, { expected });
}

/** What holds for all other moduli. */
function describeRest({ compared, leftOut, unfit, unresolved }: ModuliCompared, newKeysLeftOut: number): ScanAnswer {
  const gaps = [
    ...(newKeysLeftOut === 0 ? [] : [`${count(newKeysLeftOut, 'endpoint')} past the keys that are kept`]),
    ...(leftOut === 0 ? [] : [`${count(leftOut, 'key')} past the limit (raise --compare-moduli)`]),
    ...(unfit === 0 ? [] : [`${count(unfit, 'key')} above 16,384 bits`]),
    ...(unresolved.length === 0
      ? []
      : [`${count(unresolved.length, 'key')} with too many common factors to tell them apart`]),
  ];
  const holders: readonly PresentedKey[] = unresolved.flatMap((key) => key.holders);
  if (gaps.length === 0) {
    const message = `${count(compared, 'RSA key', 'different RSA keys')} compared; no two share a prime.`;
    return { judgement: pass(message, { expected }), holders };
  }
  const message = `${count(compared, 'RSA key', 'different RSA keys')} compared, without further shared primes. Not compared: ${joinWords(gaps)}.`;
  return { judgement: undetermined('limit', message, { expected }), holders };
}
