import type { Cause } from '../../model/cause.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { severities } from '../../model/vocabulary.ts';
import { findFaultTitle } from '../find-description.ts';
import { placesOf } from '../places-of.ts';
import type { Labels, MetricFamily } from './metric-text.ts';

/** A scrape of more would be a burden, and `certmuster_causes` has the count of all. The worst are written. */
const maxCauses = 1_000;

/** What is wrong, each once, on however many endpoints it shows. */
export function causeMetrics({ causes, checks, summary }: ScanReport): readonly MetricFamily[] {
  return [
    {
      name: 'certmuster_cause',
      help: 'One fault with all its consequences; the label waived is set if the operator accepts it.',
      series: causes.slice(0, maxCauses).map((cause) => ({ labels: describe(cause, checks), value: 1 })),
    },
    {
      name: 'certmuster_causes',
      help: 'Number of causes that are not waived.',
      series: severities.map((severity) => ({ labels: { severity }, value: summary.causes[severity] })),
    },
    {
      name: 'certmuster_waived_causes',
      help: 'Number of causes that are waived.',
      series: [{ labels: {}, value: summary.causes.waived }],
    },
  ];
}

/**
 * Labels that are the same in each run, because others would make each audit raise its alerts anew: the title is that of the fault, without
 * days or names, and of several places the first in alphabetical order stands for all.
 */
function describe(cause: Cause, checks: ScanReport['checks']): Labels {
  const { key, fault, severity, certificate, waiver } = cause;
  const title = findFaultTitle(checks, fault);
  const [place] = placesOf(cause).toSorted();
  return { fault, severity, waived: waiver && 'true', key, title, place, certificate };
}
