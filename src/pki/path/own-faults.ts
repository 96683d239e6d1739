import type { Certificate } from '../../x509/certificate.ts';
import { createLeafFaults, type FindFaults, findFaults } from './leaf-faults.ts';
import type { PathFault, ProfileRules } from './rule.ts';

/**
 * Asks the rules about certificates themselves, remembering the answers for as long as the certificates live: a fleet shows
 * its CAs thousands of times, and each leaf is asked about by several stores in turn. Good for one instant, one purpose and one
 * public suffix list: those of the circumstances it is handed.
 */
export function createOwnFaults({ certificateRules }: ProfileRules): FindFaults {
  const [issuers, anchors, lone] = [memory(), memory(), memory()];
  const findLeafFaults = createLeafFaults(certificateRules);
  // Stores are asked about a leaf in turn, and thousands of leaves in a WeakMap are work for the garbage collector.
  let lastLeaf: { readonly leaf: Certificate; readonly faults: readonly PathFault[] } | undefined;
  return (placed, circumstances) => {
    const { certificate, below, isAnchor } = placed;
    if (below.length === 0 && !isAnchor) {
      if (lastLeaf?.leaf !== certificate) {
        lastLeaf = { leaf: certificate, faults: findLeafFaults(placed, circumstances) };
      }
      return lastLeaf.faults;
    }
    const known = below.length === 0 ? lone : isAnchor ? anchors : issuers;
    const answer = known.get(certificate);
    if (answer !== undefined) return answer;
    const faults = findFaults(certificateRules, placed, circumstances);
    known.set(certificate, faults);
    return faults;
  };
}

function memory(): WeakMap<Certificate, readonly PathFault[]> {
  return new WeakMap();
}
