import { createIdRegister } from '../../model/endpoint-id.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Labels } from './metric-text.ts';

/** What metrics read of an endpoint. */
export type MeasuredEndpoint = Pick<
  EndpointReport,
  | ('id' | 'deployment' | 'role' | 'host' | 'address' | 'port' | 'site' | 'seenFrom')
  | ('verdict' | 'handshake' | 'chain' | 'trust' | 'issuers' | 'findings')
>;

/** An endpoint and the labels that set its series apart. */
export interface LabelledEndpoint {
  readonly endpoint: MeasuredEndpoint;
  readonly labels: Labels;
}

/** Ids are unique in a run, but a report made by another program may repeat them. `more`: labels that all of them get. */
export function labelEndpoints(endpoints: readonly MeasuredEndpoint[], more: Labels = {}): readonly LabelledEndpoint[] {
  const register = createIdRegister();
  return endpoints.map((endpoint) => {
    const { id, deployment, role, host, address, port, site, seenFrom } = endpoint;
    const place = { deployment, role, host, address, port: port === null ? null : String(port) };
    return {
      endpoint,
      // Who only says where it is sees nothing differently.
      labels: { ...more, endpoint: register(id), ...place, ...(site !== undefined && { site, seen_from: seenFrom }) },
    };
  });
}
