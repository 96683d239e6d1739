import type { Certificate } from '../x509/certificate.ts';
import type { PathFault, PlacedCertificate, ProfileRules, Validation } from './rule.ts';

/** What the rules about a certificate itself hold against it: all of it, in the order of the rules. */
export type OwnFaults = (placed: PlacedCertificate, validation: Validation) => readonly PathFault[];

/**
 * Asks the rules about certificates themselves, remembering the answers for as long as the certificates live: a fleet shows
 * its CAs thousands of times, and each leaf is asked about for several stores. Good for one instant, one purpose and one
 * public suffix list: those of the validations it is handed.
 */
export function createOwnFaults({ certificateRules }: ProfileRules): OwnFaults {
  const [leaves, issuers, anchors, lone] = [memory(), memory(), memory(), memory()];
  return (placed, validation) => {
    const { certificate, below, isAnchor } = placed;
    const isLeaf = below.length === 0;
    const known = isLeaf ? (isAnchor ? lone : leaves) : isAnchor ? anchors : issuers;
    const answer = known.get(certificate);
    if (answer !== undefined) return answer;
    const faults: PathFault[] = [];
    for (const rule of certificateRules) {
      const fault = rule(placed, validation);
      if (fault !== undefined) faults.push(fault);
    }
    known.set(certificate, faults);
    return faults;
  };
}

function memory(): WeakMap<Certificate, readonly PathFault[]> {
  return new WeakMap();
}
