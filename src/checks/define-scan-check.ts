import type { RegistrableName } from '../pki/names/registrable-name.ts';
import type { Citation } from './citations.ts';
import type { Faults } from './fault.ts';
import type { Judgement } from './judgement.ts';
import type { PresentedKey } from './keys/presented-key.ts';

/** One key, and the endpoints that presented it. */
export interface KeyInUse {
  /**
   * The endpoints that are kept, in the order they were seen. Empty for a key that only one endpoint has and that is not compared
   * with others: there is nothing to report of it, and there are many.
   */
  readonly holders: readonly PresentedKey[];
  /** How many present it, those that are not kept included. */
  readonly endpoints: number;
  /** RSA: what is compared for shared primes; `left-out`: past the budget; else as `PresentedKey` has it. */
  readonly modulus?: Uint8Array | 'unfit' | 'left-out';
}

/** What comparing the moduli of a scan gave. */
export interface ModuliCompared {
  /** How many different ones were compared. */
  readonly compared: number;
  /** How many more there were, past the budget. */
  readonly leftOut: number;
  /** Longer than is worked with, and not compared. */
  readonly unfit: number;
  /** Keys that share a factor. A group of one: the others that share it were not found out. */
  readonly groups: readonly (readonly KeyInUse[])[];
  /** These divide others or are divided by them; the budget did not allow to find out which. */
  readonly unresolved: readonly KeyInUse[];
}

/** Everything about the keys of a whole scan. */
export interface ScanFacts {
  /** Every different key that is kept. */
  readonly keys: readonly KeyInUse[];
  /** Endpoints past the bound on what is kept: their keys are not compared with all others. */
  readonly endpointsLeftOut: number;
  /** Those of them that present a key of which no endpoint is kept. */
  readonly newKeysLeftOut: number;
  /** `not-asked`: the run was not to compare any. Undefined: it was interrupted, or ended early, before they were compared. */
  readonly moduli: ModuliCompared | 'not-asked' | undefined;
  /** Whether every endpoint was audited. */
  readonly complete: boolean;
  readonly registrableName: RegistrableName;
}

/** One finding, and the endpoints it speaks of. */
export interface ScanAnswer {
  readonly judgement: Judgement;
  readonly holders: readonly PresentedKey[];
}

/** A rule across a whole scan and all its deployments: pure, synchronous, without severity of its own. */
export interface ScanCheck {
  /** Kebab-case; the file is named the same. */
  readonly id: string;
  /** A claim that holds when the check passes. */
  readonly title: string;
  readonly why: string;
  readonly citation: Citation;
  /** Every way in which it can fail. */
  readonly faults: Faults;
  /** One answer for each fault, or one for the whole; none if there is nothing to compare. */
  readonly judge: (facts: ScanFacts) => readonly ScanAnswer[];
}

/** Findings that one check reports of a scan at most: more would not be read, so the rest is only counted. */
export const MAX_FINDINGS = 50;

/** Gives a check across a scan its type. */
export function defineScanCheck(check: ScanCheck): ScanCheck {
  return check;
}
