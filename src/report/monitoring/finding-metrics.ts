import { outcomes } from '../../model/vocabulary.ts';
import type { LabelledEndpoint } from './metric-labels.ts';
import type { MetricFamily } from './metric-text.ts';

/** What each check found at an endpoint. */
export function findingMetrics(endpoints: readonly LabelledEndpoint[]): readonly MetricFamily[] {
  return [
    {
      name: 'certmuster_endpoint_findings',
      help: 'Number of checks with this outcome.',
      series: endpoints.flatMap(({ endpoint, labels }) =>
        outcomes.map((outcome) => ({
          labels: { ...labels, outcome },
          value: endpoint.findings.filter((finding) => finding.outcome === outcome).length,
        })),
      ),
    },
    {
      // Passes and the like, forty series an endpoint, are left out: no alert needs them, and the counts above hold them.
      name: 'certmuster_finding',
      help: 'A check that fails, with the key of its cause, or is inconclusive; the label waived is set if the operator accepts it.',
      series: endpoints.flatMap(({ endpoint, labels }) =>
        endpoint.findings
          .filter(({ outcome }) => outcome === 'fail' || outcome === 'undetermined')
          .map(({ check, fault, severity, outcome, reason, cause, waiver }) => ({
            labels: { ...labels, check, fault, severity, outcome, reason, cause, waived: waiver && 'true' },
            value: 1,
          })),
      ),
    },
  ];
}
