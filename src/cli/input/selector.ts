import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { suggestWord } from '../../model/nearest-words.ts';
import { type Problem, quote } from '../../model/problem.ts';
import { noSite } from '../../model/site-declarations.ts';
import { plural } from '../../report/plural.ts';
import type { Policies } from '../../policy/policies.ts';
import { isSelective, type Selection } from '../options/select-options.ts';
import { problem } from '../problem.ts';

/** What selects an endpoint. */
export type Selectable = Pick<Endpoint, 'deployment' | 'role' | 'site'>;

/** Selects endpoints, and counts those that it leaves out: what was not looked at must not look sound. */
export interface Selector {
  /** Names that do not exist. */
  readonly problems: readonly Problem[];
  readonly isSelected: (endpoint: Selectable) => boolean;
  /** The same, and counts it. */
  readonly take: (endpoint: Selectable) => boolean;
  /** That no endpoint was taken; undefined: some were. */
  readonly objection: () => Problem | undefined;
  /** What was left out, once all endpoints were seen. */
  readonly notices: () => readonly string[];
  /** Those of which an endpoint was taken. */
  readonly deployments: () => readonly Deployment[];
  /** Names of those of which other endpoints were left out. */
  readonly deploymentsInPart: () => (string | null)[];
}

/** What there is to select from. */
interface Declared {
  readonly deployments: readonly Deployment[];
  readonly policies: Policies;
}

/** Undefined: nothing is left out. */
export function createSelector(selection: Selection, { deployments, policies }: Declared): Selector | undefined {
  if (!isSelective(selection)) return undefined;
  const names = deployments.flatMap(({ name }) => name ?? []);
  const roles = [...new Set([...policies.values()].flatMap((policy) => Object.keys(policy.roles)))];
  const chosen = splitNames(selection.deployments, names);
  const chosenRoles = splitNames(selection.roles, roles);
  // Any word may be a site: that no endpoint is seen from it is known at the end.
  const chosenSites = splitNames(selection.sites, []);
  const choice = { chosen, chosenRoles };
  const isSelected = ({ deployment, role, site = noSite }: Selectable): boolean =>
    (chosenSites.length === 0 || chosenSites.includes(site)) &&
    (chosen.length === 0 || (deployment !== null && chosen.includes(deployment))) &&
    (chosenRoles.length === 0 || chosenRoles.includes(role));
  const taken = new Map<string | null, number>();
  const leftOut = new Map<string | null, number>();
  const leftOutAs = new Map<string, number>();
  const describe = (): string =>
    [
      ...(chosen.length === 0 ? [] : [`--deployment ${chosen.join(',')}`]),
      ...(chosenRoles.length === 0 ? [] : [`--only-role ${chosenRoles.join(',')}`]),
      ...(chosenSites.length === 0 ? [] : [`--only-site ${chosenSites.join(',')}`]),
    ].join(' ');
  return {
    problems: [
      ...findUnknown(chosen, names, { what: 'deployment', option: '--deployment' }),
      ...findUnknown(chosenRoles, roles, { what: 'role', option: '--only-role' }),
    ],
    isSelected,
    take: (endpoint) => {
      const isTaken = isSelected(endpoint);
      add(isTaken ? taken : leftOut, endpoint.deployment);
      if (!isTaken) add(leftOutAs, describeGroup(endpoint, choice));
      return isTaken;
    },
    objection: () =>
      taken.size > 0
        ? undefined
        : problem(`selects none of ${plural(sum(leftOut), 'endpoint')}: ${list(leftOutAs)}`, describe()),
    notices: () => {
      if (leftOut.size === 0) return [];
      const all = plural(sum(leftOut) + sum(taken), 'endpoint');
      return [`Left out by ${describe()}: ${sum(leftOut)} of ${all} (${list(leftOutAs)}).`];
    },
    deployments: () => deployments.filter(({ name }) => taken.has(name)),
    deploymentsInPart: () => deployments.flatMap(({ name }) => (taken.has(name) && leftOut.has(name) ? [name] : [])),
  };
}

/** A name may have a comma in it. */
function splitNames(texts: readonly string[], known: readonly string[]): readonly string[] {
  const split = texts.flatMap((text) => (known.includes(text) ? [text] : text.split(',').map((name) => name.trim())));
  return [...new Set(split)];
}

function findUnknown(
  chosen: readonly string[],
  known: readonly string[],
  { what, option }: { readonly what: string; readonly option: string },
): readonly Problem[] {
  return chosen
    .filter((name) => !known.includes(name))
    .map((name) => {
      const next = known.length === 0 ? `the targets have no ${what}` : suggestWord(name, known);
      return problem(`there is no ${what} ${quote(name)}; ${next}`, option);
    });
}

/** The reason comes first: an endpoint of a deployment that is not meant is left out whatever its role. */
function describeGroup(
  { deployment, role, site }: Selectable,
  { chosen, chosenRoles }: Readonly<Record<'chosen' | 'chosenRoles', readonly string[]>>,
): string {
  if (chosen.length > 0 && (deployment === null || !chosen.includes(deployment)))
    return deployment === null ? 'outside of deployments' : `deployment ${deployment}`;
  if (chosenRoles.length > 0 && !chosenRoles.includes(role)) return `role ${role}`;
  return site === undefined ? 'without a site' : `site ${site}`;
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function list(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([group, count]) => `${group}: ${count}`).join(', ');
}
