import type { Endpoint } from '../../model/endpoint.ts';
import type { Problem } from '../../model/problem.ts';
import type { Selection } from '../options/select-options.ts';
import type { GatheredTargets } from './gathered-targets.ts';
import { commandLineErrors } from './report-input-errors.ts';
import { createSelector, type Selector } from './selector.ts';

/** Leaves out of each part what the options do not select. `onBadLine`: if a list that is read as it comes has nothing of it. */
export function selectTargets(
  parts: readonly GatheredTargets[],
  selection: Selection,
  onBadLine: (problem: Problem) => void,
): Pick<GatheredTargets, 'selected' | 'notices' | 'lateNotices' | 'errors'> & {
  readonly parts: readonly GatheredTargets[];
} {
  const selector = createSelector(selection, {
    deployments: parts.flatMap(({ deployments }) => deployments),
    policies: new Map(parts.flatMap(({ policies }) => [...policies])),
  });
  if (selector === undefined) return { parts, notices: [], errors: [] };
  const isUnknown = selector.problems.length > 0;
  // What could not be read cannot be named either.
  const isUnread = parts.some(({ errors }) => errors.length > 0);
  if (isUnread || isUnknown)
    return { parts, notices: [], errors: isUnread ? [] : commandLineErrors(selector.problems) };
  const lists = parts.map((part) => ({ ...part, ...selectEndpoints(part, selector) }));
  const streams = lists.filter(({ endpoints }) => !Array.isArray(endpoints)).length;
  const objection = streams === 0 ? selector.objection() : undefined;
  let unread = streams;
  const onEnd = (): void => {
    unread -= 1;
    const problem = unread === 0 ? selector.objection() : undefined;
    if (problem !== undefined) onBadLine(problem);
  };
  const kept = selector.deployments();
  return {
    parts: lists.map((part) => ({
      ...part,
      deployments: part.deployments.filter((deployment) => kept.includes(deployment)),
      endpoints: Array.isArray(part.endpoints)
        ? part.endpoints
        : selectFromStream(part.endpoints as AsyncIterable<Endpoint>, selector, onEnd),
    })),
    selected: { deploymentsInPart: selector.deploymentsInPart() },
    notices: streams === 0 ? selector.notices() : [],
    ...(streams > 0 && { lateNotices: selector.notices }),
    errors: commandLineErrors(objection === undefined ? [] : [objection]),
  };
}

function selectEndpoints(
  { endpoints, count }: GatheredTargets,
  selector: Selector,
): Pick<GatheredTargets, 'endpoints' | 'count'> {
  // How many of a stream are selected is not known before it is read.
  if (!Array.isArray(endpoints)) return { endpoints, count: count === 0 ? 0 : undefined };
  const selected = (endpoints as readonly Endpoint[]).filter(selector.take);
  return { endpoints: selected, count: selected.length };
}

async function* selectFromStream(
  endpoints: AsyncIterable<Endpoint>,
  { take }: Selector,
  onEnd: () => void,
): AsyncGenerator<Endpoint> {
  for await (const endpoint of endpoints) if (take(endpoint)) yield endpoint;
  onEnd();
}
