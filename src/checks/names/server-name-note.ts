import type { EndpointObservation } from '../../model/endpoint-observation.ts';

/**
 * A sentence for findings about names if no server name was sent although the endpoint has one: the last fallback hellos have
 * no SNI, so the server could not choose its certificate by name. Else the empty string.
 */
export function serverNameNote({ endpoint, handshake }: Pick<EndpointObservation, 'endpoint' | 'handshake'>): string {
  if (handshake === null || handshake.serverName !== null || endpoint.serverName === null) return '';
  return `No server name (SNI) was sent, because only the hello profile ${handshake.profile} was answered; with SNI the server may send another certificate.`;
}
