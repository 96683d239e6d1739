import { err, ok, type Result } from '../../model/result.ts';
import type { Selection } from '../options/select-options.ts';
import type { SavedFolder } from './read-saved-run.ts';
import { commandLineErrors, type InputError } from './report-input-errors.ts';
import { createSelector } from './selector.ts';

/** Leaves out of a saved run what the options do not select. `notices`: what that was. */
export async function selectObservations(
  saved: SavedFolder,
  selection: Selection,
): Promise<Result<{ readonly saved: SavedFolder; readonly notices: readonly string[] }, readonly InputError[]>> {
  const { run, observations, policies } = saved;
  const { deployments } = run;
  const selector = createSelector(selection, { deployments, policies });
  if (selector === undefined) return ok({ saved, notices: [] });
  if (selector.problems.length > 0) return err(commandLineErrors(selector.problems));
  const roles = new Set<string>();
  let count = 0;
  for await (const { endpoint } of observations()) {
    if (!selector.take(endpoint)) continue;
    roles.add(endpoint.role);
    count += 1;
  }
  const objection = selector.objection();
  if (objection !== undefined) return err(commandLineErrors([objection]));
  const deploymentsInPart = [...new Set([...(run.selected?.deploymentsInPart ?? []), ...selector.deploymentsInPart()])];
  const selected = async function* () {
    for await (const each of observations()) if (selector.isSelected(each.endpoint)) yield each;
  };
  return ok({
    saved: {
      ...saved,
      roles,
      count,
      run: { ...run, deployments: [...selector.deployments()], selected: { deploymentsInPart } },
      observations: selected,
    },
    notices: selector.notices(),
  });
}
