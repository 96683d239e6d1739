import { outcomes, verdicts } from '../../model/vocabulary.ts';
import { pathEnd } from '../path-end.ts';
import type { LabelledEndpoint } from './metric-labels.ts';
import type { MetricFamily } from './metric-text.ts';

/** The metrics of an endpoint that only certmuster has. */
export function endpointMetrics(endpoints: readonly LabelledEndpoint[]): readonly MetricFamily[] {
  return [
    {
      name: 'certmuster_path_end_timestamp_seconds',
      help: 'Expiry of the judged path, trust anchor included, in Unix time; certificate and subject are of the one that expires first.',
      series: endpoints.flatMap(({ endpoint, labels }) => {
        const end = pathEnd(endpoint);
        if (end === undefined) return [];
        const { notAfter, subject, sha256 } = end;
        return [{ labels: { ...labels, subject, certificate: sha256 }, value: Date.parse(notAfter) / 1_000 }];
      }),
    },
    {
      name: 'certmuster_endpoint_verdict',
      help: '1 for the verdict of the endpoint, 0 for the others.',
      series: endpoints.flatMap(({ endpoint, labels }) =>
        verdicts.map((verdict) => ({ labels: { ...labels, verdict }, value: endpoint.verdict === verdict ? 1 : 0 })),
      ),
    },
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
