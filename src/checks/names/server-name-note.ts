import type { EndpointObservation } from '../../model/endpoint-observation.ts';

/**
 * A sentence for the findings about names where no server name was sent although there was one to send: on the bare rungs
 * of the hello ladder the server could not choose its certificate by name. Else the empty string.
 */
export function serverNameNote({ endpoint, handshake }: Pick<EndpointObservation, 'endpoint' | 'handshake'>): string {
  if (handshake === null || handshake.serverName !== null || endpoint.serverName === null) return '';
  return ` No server name (SNI) was sent, as only the hello profile ${handshake.profile} was answered: a server that chooses by name may hold another certificate for ${endpoint.serverName}.`;
}
