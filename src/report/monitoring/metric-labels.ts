import { createIdRegister } from '../../model/endpoint-id.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Labels } from './metric-text.ts';

/** An endpoint and what its series are told apart by. */
export interface LabelledEndpoint {
  readonly endpoint: EndpointReport;
  readonly labels: Labels;
}

/** Ids are unique in a run; a report put together by somebody else may repeat them. */
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
