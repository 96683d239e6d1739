import type { EndpointReport } from '../../model/endpoint-report.ts';

/** What pictures, counts and lists need to know of an endpoint. */
export type DrawnEndpoint = Pick<
  EndpointReport,
  | 'id'
  | 'deployment'
  | 'virtualServer'
  | 'server'
  | 'role'
  | 'host'
  | 'address'
  | 'port'
  | 'verdict'
  | 'site'
  | 'seenFrom'
>;
