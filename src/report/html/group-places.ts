/** `im.contoso.com 10.0.0.10:443 (and 2 more names)`: the names dialed at one address, and from one site, stand together. */
export function groupPlaces(places: readonly string[]): readonly string[] {
  const groups = new Map<string, { readonly first: string; count: number }>();
  for (const place of places) {
    const address = /\S+(?: from \S+)?$/.exec(place)?.[0] ?? place;
    const group = groups.get(address);
    if (group === undefined) groups.set(address, { first: place, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()].map(({ first, count }) => {
    const others = count - 1;
    return others === 0 ? first : `${first} (and ${others} more ${others === 1 ? 'name' : 'names'})`;
  });
}
