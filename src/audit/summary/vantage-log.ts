import { joinWords } from '../../pki/join-words.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import { plural } from '../../report/plural.ts';

/** Counts the endpoints that were seen from elsewhere than the site which they are to be seen from. */
export interface VantageLog {
  readonly add: (observation: Pick<EndpointObservation, 'endpoint' | 'seenFrom' | 'attempts' | 'failure'>) => void;
  /** One, or none. */
  readonly notices: () => readonly string[];
}

export function createVantageLog(): VantageLog {
  const counts = new Map<string, number>();
  const from = new Set<string | undefined>();
  return {
    add: ({ endpoint: { site }, seenFrom, attempts, failure }) => {
      // What was not dialed at all was not seen from here either.
      const isLookedAt = attempts.length > 0 || failure?.stage === 'dns';
      if (site === undefined || site === seenFrom || !isLookedAt) return;
      counts.set(site, (counts.get(site) ?? 0) + 1);
      from.add(seenFrom);
    },
    notices: () => (counts.size === 0 ? [] : [describe(counts, from)]),
  };
}

function describe(counts: ReadonlyMap<string, number>, from: ReadonlySet<string | undefined>): string {
  const what = joinWords([...counts].map(([site, count]) => `${plural(count, 'endpoint')} of ${site}`));
  const where = joinWords([...from].map((site) => (site === undefined ? 'here' : `the site ${site}`)));
  const [first] = counts.keys();
  return `Not seen from their sites: ${what}. They were connected to from ${where}, where names and certificates may differ. Add --broker URL if a worker runs there, or scan there with --only-site ${first} --site ${first}.`;
}
