import type { Cause } from '../../model/cause.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { severities } from '../../model/vocabulary.ts';
import { findFaultTitle } from '../find-description.ts';
import { placesOf } from '../places-of.ts';
import type { Labels, MetricFamily } from './metric-text.ts';

/** A scrape of more would be a burden, and `certmuster_causes` has the count of all. The worst are written. */
export const maxCauses = 1_000;

/** What metrics read of a cause. */
export interface MeasuredCause extends Pick<Cause, 'key' | 'fault' | 'severity' | 'certificate'> {
  readonly places: readonly string[];
  readonly endpoints: readonly string[];
  readonly waived: boolean;
}

/** The causes of a run, or those that stand, worst first. */
export interface MeasuredCauses {
  readonly causes: readonly MeasuredCause[];
  /** Numbers of all of them, also if not all are given. */
  readonly counts: ScanReport['summary']['causes'];
  readonly checks: ScanReport['checks'];
}

/** What is wrong, each once, on however many endpoints it shows. `more`: labels that all of them get. */
export function causeMetrics({ causes, checks, counts }: MeasuredCauses, more: Labels = {}): readonly MetricFamily[] {
  return [
    {
      name: 'certmuster_cause',
      help: 'One fault with all its consequences; the label waived is set if the operator accepts it.',
      series: causes
        .slice(0, maxCauses)
        .map((cause) => ({ labels: { ...more, ...describe(cause, checks) }, value: 1 })),
    },
    {
      name: 'certmuster_causes',
      help: 'Number of causes that are not waived.',
      series: severities.map((severity) => ({ labels: { ...more, severity }, value: counts[severity] })),
    },
    {
      name: 'certmuster_waived_causes',
      help: 'Number of causes that are waived.',
      series: [{ labels: more, value: counts.waived }],
    },
  ];
}

/**
 * Labels that are the same in each run, because others would make each audit raise its alerts anew: the title is that of the fault, without
 * days or names, and of several places the first in alphabetical order stands for all.
 */
function describe(cause: MeasuredCause, checks: ScanReport['checks']): Labels {
  const { key, fault, severity, certificate, waived } = cause;
  const title = findFaultTitle(checks, fault);
  const [place] = placesOf(cause).toSorted();
  return { fault, severity, waived: waived ? 'true' : null, key, title, place, certificate };
}
