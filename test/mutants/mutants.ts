import { certificateMutants } from './lists/certificates.ts';
import { proxyMutants } from './lists/proxies.ts';
import { siteMutants } from './lists/sites.ts';
import { connectionMutants } from './lists/connections.ts';
import { fetchMutants } from './lists/fetches.ts';
import { fileMutants } from './lists/files.ts';
import { flightMutants } from './lists/flights.ts';
import { judgingMutants } from './lists/judging.ts';
import { nameMutants } from './lists/names-and-addresses.ts';
import { operatorMutants } from './lists/operator.ts';
import { pathMutants } from './lists/paths.ts';
import { structuredPrefaceMutants } from './lists/structured-prefaces.ts';
import { prefaceMutants } from './lists/prefaces.ts';
import { proofMutants } from './lists/proofs.ts';
import { reportMutants } from './lists/reports.ts';
import type { Mutant } from './mutant.ts';

/** Every defence, and the test that holds it. */
export const mutants: readonly Mutant[] = [
  ...connectionMutants,
  ...proxyMutants,
  ...siteMutants,
  ...flightMutants,
  ...structuredPrefaceMutants,
  ...prefaceMutants,
  ...proofMutants,
  ...certificateMutants,
  ...pathMutants,
  ...judgingMutants,
  ...nameMutants,
  ...fetchMutants,
  ...reportMutants,
  ...fileMutants,
  ...operatorMutants,
];
