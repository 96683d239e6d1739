import type { PathFault, PlacedCertificate } from './rule.ts';

/** Every fault that rules find in a certificate at its place, in the order of the rules. */
export function findFaults<Circumstances>(
  rules: readonly ((placed: PlacedCertificate, circumstances: Circumstances) => PathFault | undefined)[],
  placed: PlacedCertificate,
  circumstances: Circumstances,
): readonly PathFault[] {
  const faults: PathFault[] = [];
  for (const rule of rules) {
    const fault = rule(placed, circumstances);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}
