import type { Fleet } from '../fleet.ts';
import type { Cost } from '../measure.ts';

/** A program that goes over a fleet. */
export interface Contestant {
  readonly name: string;
  /** How many endpoints it is given; a program that starts a process for each gets fewer. */
  readonly endpoints: (fleet: Fleet) => number;
  /** Absent: it takes part with every fleet. */
  readonly takesPart?: (fleet: Fleet) => boolean;
  /** Goes over the fleet once. Throws if it did not do what it is measured for. */
  readonly run: (fleet: Fleet) => Promise<Cost>;
}

/** Endpoints at once, the same for every contestant that can be told. */
export const concurrency = 64;
