interface Placed {
  readonly places: readonly string[];
  readonly endpoints: readonly string[];
}

/** Where a cause shows: its places, or the endpoints' ids if a check across many endpoints names no place. */
export function placesOf({ places, endpoints }: Placed): readonly string[] {
  return places.length > 0 ? places : endpoints;
}
