import type { Endpoint } from './endpoint.ts';
import type { EndpointObservation } from './endpoint-observation.ts';
import type { Failure } from './failure.ts';

/** The observation of an endpoint that was never connected to, or of which nothing is kept. */
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
