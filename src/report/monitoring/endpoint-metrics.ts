import { outcomes, verdicts } from '../../model/vocabulary.ts';
import type { LabelledEndpoint } from './metric-labels.ts';
import type { MetricFamily } from './metric-text.ts';

/** What certmuster alone says of an endpoint. */
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
      // Forty series an endpoint would be passes and the like that nobody alerts on; they are counted above.
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
