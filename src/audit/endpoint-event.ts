import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { AuditedEndpoint } from './audited-endpoint.ts';
import type { EndpointEvent } from './contract.ts';

/** An endpoint in its place. Observation and report are read when they are first asked for, and once. */
export function endpointEvent(index: number, endpoint: AuditedEndpoint): EndpointEvent {
  const { note, line } = endpoint;
  let observation: EndpointObservation | undefined;
  let report: EndpointReport | undefined;
  return {
    kind: 'endpoint',
    index,
    note,
    ...(line === undefined ? {} : { line }),
    get observation() {
      observation ??= { ...endpoint.readObservation(), index };
      return observation;
    },
    get report() {
      report ??= endpoint.readReport();
      return report;
    },
  };
}
