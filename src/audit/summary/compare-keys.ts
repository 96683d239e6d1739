import { turnEnd } from '../../async/turn-end.ts';
import type { KeyInUse, ModuliCompared, ScanFacts } from '../../checks/define-scan-check.ts';
import { loadRegistrableNames } from '../../pki/names/registrable-name.ts';
import { hexOf } from '../../x509/der/hex.ts';
import { groupSharedFactors, type SharedFactors } from '../../x509/weak-keys/group-shared-factors.ts';
import type { GatheredKeys } from './key-holders.ts';

/** Compares the keys of a scan. It yields to the event loop between steps, and stops when the signal is aborted. */
export async function compareKeys(
  { areModuliCompared, ...gathered }: GatheredKeys,
  { complete, signal }: { readonly complete: boolean; readonly signal: AbortSignal },
): Promise<ScanFacts> {
  const mayShare = gathered.keys.some(({ holders }) => holders.some(({ host }) => host !== holders[0]?.host));
  const compare = async () => (complete ? await compareModuli(gathered.keys, signal) : undefined);
  return {
    ...gathered,
    complete,
    moduli: areModuliCompared ? await compare() : 'not-asked',
    registrableName: mayShare ? await loadRegistrableNames() : (name) => name,
  };
}

async function compareModuli(keys: readonly KeyInUse[], signal: AbortSignal): Promise<ModuliCompared | undefined> {
  const fit = keys.filter(({ modulus }) => modulus instanceof Uint8Array);
  const numbers = fit.flatMap(({ modulus }) => (modulus instanceof Uint8Array ? BigInt(`0x${hexOf(modulus)}`) : []));
  const shared = await drive(groupSharedFactors(numbers), signal);
  if (shared === undefined) return undefined;
  const keysAt = (indexes: readonly number[]): readonly KeyInUse[] => indexes.flatMap((index) => fit[index] ?? []);
  return {
    compared: fit.length,
    leftOut: keys.filter(({ modulus }) => modulus === 'left-out').length,
    unfit: keys.filter(({ modulus }) => modulus === 'unfit').length,
    groups: shared.groups.map(({ members }) => keysAt(members)),
    unresolved: keysAt(shared.unresolved),
  };
}

/** Runs the steps of `work` with a turn of the event loop between them; undefined: the signal stopped it. */
async function drive(
  work: Generator<undefined, SharedFactors, undefined>,
  signal: AbortSignal,
): Promise<SharedFactors | undefined> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (signal.aborted) return undefined;
    await turnEnd();
  }
}
