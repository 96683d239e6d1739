import type { PublicKey } from '../certificate.ts';

/**
 * Makes a function that computes its answer once for each decoded key. It stands at module level, against the rule that a module
 * keeps no state: importing an issuer's key costs more than verifying a leaf with it, looking for weaknesses as much as
 * decoding a certificate, and a key that is immutable has only one answer. The answers are gone when their key is, so that one
 * run cannot notice another.
 */
export function oncePerKey<T>(compute: (publicKey: PublicKey) => T): (publicKey: PublicKey) => T {
  const answers = new WeakMap<PublicKey, { readonly answer: T }>();
  return (publicKey) => {
    const known = answers.get(publicKey);
    if (known !== undefined) return known.answer;
    const answer = compute(publicKey);
    answers.set(publicKey, { answer });
    return answer;
  };
}
