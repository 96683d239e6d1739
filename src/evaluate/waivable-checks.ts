import { deploymentChecks } from '../checks/deployment-checks.ts';
import { endpointChecks } from '../checks/endpoint-checks.ts';
import type { Faults } from '../checks/fault.ts';
import { scanChecks } from '../checks/scan-checks.ts';
import type { WaivableCheck } from '../model/waiver.ts';

/** By check id, what waivers may name. */
export function waivableChecks(): ReadonlyMap<string, WaivableCheck> {
  return new Map([
    ...endpointChecks.map((check) => describe(check, true)),
    ...[...deploymentChecks, ...scanChecks].map((check) => describe(check, false)),
  ]);
}

function describe(
  { id, faults }: { readonly id: string; readonly faults: Faults },
  isOfEndpoints: boolean,
): readonly [string, WaivableCheck] {
  return [id, { faults: Object.keys(faults), isOfEndpoints }];
}
