import { certificateMutants } from './lists/certificates.ts';
import { connectionMutants } from './lists/connections.ts';
import { fetchMutants } from './lists/fetches.ts';
import { fileMutants } from './lists/files.ts';
import { handshakeMutants } from './lists/handshake.ts';
import { judgingMutants } from './lists/judging.ts';
import { nameMutants } from './lists/names-and-addresses.ts';
import { reportMutants } from './lists/reports.ts';
import type { Mutant } from './mutant.ts';

/** Every defence, and the test that holds it. */
export const mutants: readonly Mutant[] = [
  ...connectionMutants,
  ...handshakeMutants,
  ...certificateMutants,
  ...judgingMutants,
  ...nameMutants,
  ...fetchMutants,
  ...reportMutants,
  ...fileMutants,
];
