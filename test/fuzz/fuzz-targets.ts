import { fuzzCertificates, fuzzTrustFiles } from './fuzz-certificates.ts';
import { fuzzObservations, fuzzTargetLists, fuzzTargetsFiles } from './fuzz-documents.ts';
import { fuzzFlights, fuzzSealedFlights } from './fuzz-flights.ts';
import { fuzzPrefaces } from './fuzz-prefaces.ts';
import { fuzzProxies } from './fuzz-proxies.ts';
import { fuzzReports } from './fuzz-reports.ts';
import { fuzzCrls, fuzzOcspResponses } from './fuzz-revocation.ts';
import type { FuzzTarget } from './fuzz-target.ts';

/** Every door at which strangers knock. */
export function openFuzzTargets(): readonly FuzzTarget[] {
  return [
    fuzzFlights(),
    fuzzSealedFlights(),
    fuzzPrefaces(),
    fuzzCertificates(),
    fuzzTrustFiles(),
    fuzzCrls(),
    fuzzOcspResponses(),
    fuzzTargetsFiles(),
    fuzzTargetLists(),
    fuzzObservations(),
    fuzzReports(),
    fuzzProxies(),
  ];
}
