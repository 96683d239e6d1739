import { verdicts } from '../../model/vocabulary.ts';
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
  ];
}
