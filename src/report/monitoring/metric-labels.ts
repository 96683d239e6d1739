import { createIdRegister } from '../../model/endpoint-id.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Labels } from './metric-text.ts';

/** An endpoint and the labels that set its series apart. */
export interface LabelledEndpoint {
  readonly endpoint: EndpointReport;
  readonly labels: Labels;
}

/** Ids are unique in a run, but a report made by another program may repeat them. */
export function labelEndpoints(endpoints: readonly EndpointReport[]): readonly LabelledEndpoint[] {
  const register = createIdRegister();
  return endpoints.map((endpoint) => {
    const { id, deployment, role, host, address, port } = endpoint;
    return {
      endpoint,
      labels: { endpoint: register(id), deployment, role, host, address, port: port === null ? null : String(port) },
    };
  });
}
