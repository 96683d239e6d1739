import { outcomes, verdicts } from '../../model/vocabulary.ts';
import type { LabelledEndpoint } from './metric-labels.ts';
import type { MetricFamily } from './metric-text.ts';

/** The metrics of an endpoint that only certmuster has. */
export function endpointMetrics(endpoints: readonly LabelledEndpoint[]): readonly MetricFamily[] {
  return [
    {
      name: 'certmuster_endpoint_verdict',
      help: '1 for the verdict that the endpoint has, 0 for the others.',
      series: endpoints.flatMap(({ endpoint, labels }) =>
        verdicts.map((verdict) => ({ labels: { ...labels, verdict }, value: endpoint.verdict === verdict ? 1 : 0 })),
      ),
    },
    {
      name: 'certmuster_endpoint_findings',
      help: 'How many checks had this outcome.',
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
      help: 'A check that fails, or could not be determined; waived where the operator accepts it.',
      series: endpoints.flatMap(({ endpoint, labels }) =>
        endpoint.findings
          .filter(({ outcome }) => outcome === 'fail' || outcome === 'undetermined')
          .map(({ check, severity, outcome, reason, waiver }) => ({
            labels: { ...labels, check, severity, outcome, reason, waived: waiver && 'true' },
            value: 1,
          })),
      ),
    },
  ];
}
