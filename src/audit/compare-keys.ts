import type { KeyInUse, ModuliCompared, ScanFacts } from '../checks/define-scan-check.ts';
import { loadRegistrableNames } from '../pki/registrable-name.ts';
import { hexOf } from '../x509/hex.ts';
import { groupSharedFactors, type SharedFactors } from '../x509/weak-keys/group-shared-factors.ts';
import type { GatheredKeys } from './key-ledger.ts';

/**
 * Bits of all moduli that are compared for shared primes: 1,024 of 2048 bits. Comparing costs half a millisecond for each, more than
 * auditing the endpoint does, and grows a little faster than their number; so this is half a second at the end of a run, in steps of a
 * tenth, and 30 MB. See docs/performance.md.
 */
export const MAX_BITS_COMPARED = 2_097_152;

/** Compares the keys of a scan: gives way to everything else between steps, and stops where the signal says so. */
export async function compareKeys(
  gathered: GatheredKeys,
  { complete, signal }: { readonly complete: boolean; readonly signal: AbortSignal },
): Promise<ScanFacts> {
  const mayShare = gathered.keys.some(({ places }) => places.some(({ host }) => host !== places[0]?.host));
  return {
    ...gathered,
    complete,
    moduli: complete ? await compareModuli(gathered.keys, signal) : undefined,
    registrableName: mayShare ? await loadRegistrableNames() : (name) => name,
  };
}

async function compareModuli(keys: readonly KeyInUse[], signal: AbortSignal): Promise<ModuliCompared | undefined> {
  const fit: { readonly key: KeyInUse; readonly modulus: Uint8Array }[] = [];
  let bits = 0;
  let leftOut = 0;
  let unfit = 0;
  for (const key of keys) {
    const modulus = key.places[0]?.modulus;
    if (modulus === undefined) continue;
    if (modulus === 'unfit') {
      unfit += 1;
      continue;
    }
    if (bits + modulus.length * 8 > MAX_BITS_COMPARED) {
      leftOut += 1;
      continue;
    }
    bits += modulus.length * 8;
    fit.push({ key, modulus });
  }
  const shared = await drive(groupSharedFactors(fit.map(({ modulus }) => BigInt(`0x${hexOf(modulus)}`))), signal);
  if (shared === undefined) return undefined;
  const keysAt = (places: readonly number[]): readonly KeyInUse[] => places.flatMap((place) => fit[place]?.key ?? []);
  return {
    compared: fit.length,
    leftOut,
    unfit,
    groups: shared.groups.map(({ members }) => keysAt(members)),
    unresolved: keysAt(shared.unresolved),
  };
}

/** Undefined: stopped. */
async function drive(
  work: Generator<undefined, SharedFactors, undefined>,
  signal: AbortSignal,
): Promise<SharedFactors | undefined> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (signal.aborted) return undefined;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
