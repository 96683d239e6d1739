import type { Endpoint } from './endpoint.ts';
import type { EndpointObservation } from './endpoint-observation.ts';
import type { Failure } from './failure.ts';

/** The observation of an endpoint that was not connected to, or whose observation was lost. */
export function silentObservation(endpoint: Endpoint, observedAt: Date, failure: Failure): EndpointObservation {
  return {
    schemaVersion: '1.0',
    endpoint,
    observedAt: observedAt.toISOString(),
    source: 'network',
    failure,
    handshake: null,
    attempts: [],
    certificates: [],
    withoutServerName: null,
  };
}
