import type { Endpoint } from '../../model/endpoint.ts';
import { groupBy } from '../../model/group-by.ts';

/**
 * The endpoints at the place of an endpoint, itself among them, in their order: one place has one certificate, whatever name it is
 * dialed under. Sites of their own at one address, which SNI tells apart, are different elements of the topology. Virtual servers of
 * CWA and plain targets have the names that they declare.
 */
export function neighboursOf(endpoints: readonly Endpoint[]): (endpoint: Endpoint) => readonly Endpoint[] {
  const places = groupBy(endpoints.filter(isOfTemplates), placeKey);
  return (endpoint) => (isOfTemplates(endpoint) ? places.get(placeKey(endpoint)) : undefined) ?? [endpoint];
}

function isOfTemplates({ deployment, virtualServer }: Endpoint): boolean {
  return deployment !== null && virtualServer === null;
}

function placeKey({ deployment, policy, role, elements = {}, address, lookupName, host, port }: Endpoint): string {
  return JSON.stringify([deployment, policy, role, elements, address ?? lookupName ?? host, port]);
}
