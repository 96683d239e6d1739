import { withoutSite } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { groupBy } from '../model/group-by.ts';

/**
 * Endpoints as they are, whatever sites see them: what `distinguishSites` keeps apart is one again, which clients of both sides have to
 * trust.
 */
export function joinSites(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...groupBy(endpoints, ({ id }) => withoutSite(id)).values()].map(([first, ...others]) => {
    if (others.length === 0) return first;
    const { site: _, resolves: __, ...rest } = first;
    const all = [first, ...others];
    const lists = new Map(all.flatMap(({ trust }) => trust).map((each) => [JSON.stringify(each), each]));
    const isOfOneSide = new Set(all.map(({ access }) => access)).size === 1;
    return {
      ...rest,
      id: withoutSite(first.id),
      access: isOfOneSide ? first.access : 'both',
      trust: [...lists.values()],
    };
  });
}
