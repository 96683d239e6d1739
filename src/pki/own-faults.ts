import type { Certificate } from '../x509/certificate.ts';
import { createLeafFaults, type FindFaults, findFaults } from './leaf-faults.ts';
import type { PathFault, ProfileRules } from './rule.ts';

/**
 * Asks the rules about certificates themselves, remembering the answers for as long as the certificates live: a fleet shows
 * its CAs thousands of times, and each leaf is asked about for several stores. Good for one instant, one purpose and one
 * public suffix list: those of the circumstances it is handed.
 */
export function createOwnFaults({ certificateRules }: ProfileRules): FindFaults {
  const [leaves, issuers, anchors, lone] = [memory(), memory(), memory(), memory()];
  const findLeafFaults = createLeafFaults(certificateRules);
  return (placed, circumstances) => {
    const { certificate, below, isAnchor } = placed;
    const isLeaf = below.length === 0;
    const known = isLeaf ? (isAnchor ? lone : leaves) : isAnchor ? anchors : issuers;
    const answer = known.get(certificate);
    if (answer !== undefined) return answer;
    const faults =
      known === leaves ? findLeafFaults(placed, circumstances) : findFaults(certificateRules, placed, circumstances);
    known.set(certificate, faults);
    return faults;
  };
}

function memory(): WeakMap<Certificate, readonly PathFault[]> {
  return new WeakMap();
}
