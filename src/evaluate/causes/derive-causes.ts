import type { FaultSubject } from '../../checks/fault.ts';
import type { Cause } from '../../model/cause.ts';
import { severities } from '../../model/vocabulary.ts';
import { causeKey } from './cause-key.ts';
import { findCauseOf, type NamedFault } from './consequences.ts';
import { type FailedFinding, faultName } from './failed-finding.ts';

/** What the failing findings are of: an endpoint, a virtual server, or a whole run. */
export interface Scene {
  /** Where it shows, as people say it. */
  readonly places: readonly string[];
  /** Ids. */
  readonly endpoints: readonly string[];
  /** SHA-256 of the certificate that a fault is about if it does not say which; undefined: there is none. */
  readonly leaf: string | undefined;
  /** What tells apart the subjects of faults that are not about a certificate. */
  readonly subjects: Readonly<Record<Exclude<FaultSubject, 'certificate'>, string>>;
}

/** The causes of a scene, worst first, and of each failing finding the key of the one that it belongs to. */
export interface DerivedCauses {
  readonly causes: readonly Cause[];
  readonly keyOf: ReadonlyMap<FailedFinding, string>;
}

/** Sorts the failing findings of a scene into causes: each belongs to the finding that it follows from, by the table, or is a cause itself. */
export function deriveCauses(failed: readonly FailedFinding[], scene: Scene): DerivedCauses {
  const causes = new Map<string, Cause>();
  const keyOf = new Map<FailedFinding, string>();
  for (const finding of failed) {
    const cause = describeCause(findRoot(finding, failed, scene), scene);
    const known = causes.get(cause.key);
    causes.set(cause.key, {
      ...(known ?? cause),
      severity: worse(known?.severity ?? cause.severity, finding.severity),
      findings: (known?.findings ?? 0) + 1,
    });
    keyOf.set(finding, cause.key);
  }
  return { causes: [...causes.values()].toSorted(worstFirst), keyOf };
}

/** Worst first; equally bad ones stay as they are. */
export function worstFirst(a: Cause, b: Cause): number {
  return severities.indexOf(b.severity) - severities.indexOf(a.severity);
}

/** The worse of two severities. */
export function worse(a: Cause['severity'], b: Cause['severity']): Cause['severity'] {
  return severities.indexOf(a) < severities.indexOf(b) ? b : a;
}

/** Follows the table from effect to cause. It has no cycle, which a test holds. */
function findRoot(finding: FailedFinding, failed: readonly FailedFinding[], scene: Scene): FailedFinding {
  const nameOf = (each: FailedFinding): NamedFault => ({
    fault: faultName(each),
    certificate: each.failure.certificate ?? scene.leaf,
  });
  const cause = findCauseOf(nameOf(finding), failed, nameOf);
  return cause === undefined || cause === finding ? finding : findRoot(cause, failed, scene);
}

/** The cause that a finding is, before anything is counted to it. */
export function describeCause(root: FailedFinding, scene: Scene): Cause {
  const { fault, failure, severity } = root;
  const { document, section, url } = fault.citation;
  const certificate = fault.subject === 'certificate' ? (failure.certificate ?? scene.leaf) : failure.certificate;
  return {
    key: causeKey(faultName(root), subjectOf(fault.subject, certificate, scene)),
    fault: faultName(root),
    severity,
    title: failure.title,
    why: fault.why,
    remedy: failure.remedy ?? fault.remedy,
    citation: { document, section, url: url ?? null },
    command: null,
    certificate: certificate ?? null,
    places: [...scene.places],
    endpoints: [...scene.endpoints],
    findings: 0,
    waiver: null,
  };
}

function subjectOf(subject: FaultSubject, certificate: string | undefined, { subjects }: Scene): string {
  return subject === 'certificate' ? (certificate ?? subjects.service) : subjects[subject];
}
