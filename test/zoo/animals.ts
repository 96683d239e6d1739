import type { Animal } from './animal.ts';
import { costly } from './costly.ts';
import { departures } from './departures.ts';
import { floods } from './floods.ts';
import { framings } from './framing.ts';
import { hellos } from './hellos.ts';
import { oddCertificates } from './odd-certificates.ts';
import { proofs } from './proofs.ts';
import { silences } from './silences.ts';
import { strangers } from './strangers.ts';

/** The whole zoo, family by family. */
export const animals: readonly Animal[] = [
  ...strangers,
  ...silences,
  ...floods,
  ...framings,
  ...hellos,
  ...proofs,
  ...oddCertificates,
  ...departures,
  ...costly,
];
