import type { Cause } from '../model/cause.ts';

/** Where a cause shows: its places, or the endpoints' ids if a check across many endpoints names no place. */
export function placesOf({ places, endpoints }: Pick<Cause, 'places' | 'endpoints'>): readonly string[] {
  return places.length > 0 ? places : endpoints;
}
