import { formOf, type LeafForm } from './leaf-form.ts';
import type { CertificateRule, Circumstances, PathFault, PlacedCertificate } from './rule.ts';

/** What rules hold against a certificate at its place: all of it, in the order of the rules. */
export type FindFaults = (placed: PlacedCertificate, circumstances: Circumstances) => readonly PathFault[];

/** Asks each rule. */
export function findFaults(
  rules: readonly CertificateRule[],
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

/**
 * The same for leaves that are no anchors, of one purpose. Where all rules held for one leaf, those about its form
 * hold for every other of that form: of the forty or so that is all but a handful.
 */
export function createLeafFaults(rules: readonly CertificateRule[]): FindFaults {
  const ownRules = rules.filter(({ isOfForm }) => isOfForm !== true);
  const soundForms = new WeakSet<LeafForm>();
  return (placed, circumstances) => {
    const form = formOf(placed.certificate);
    if (soundForms.has(form)) return findFaults(ownRules, placed, circumstances);
    const faults = findFaults(rules, placed, circumstances);
    if (faults.length === 0) soundForms.add(form);
    return faults;
  };
}
