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

function placeKey(endpoint: Endpoint): string {
  const { deployment, policy, role, elements = {}, port } = endpoint;
  return JSON.stringify([deployment, policy, role, elements, whereOf(endpoint), port]);
}

/** What tells one place from another: where an element of the topology has no address, its names all lead to it. */
export function whereOf({ elements = {}, address, lookupName, host }: Endpoint): string {
  return address ?? lookupName ?? (Object.keys(elements).length === 0 ? host : JSON.stringify(elements));
}
