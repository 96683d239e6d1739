/**
 * Common table expressions: `current` (endpoint) holds what is still audited, that is, by the last complete run of a series or by a later
 * one. Two parameters: the series, twice; null: of any.
 */
export const currentEndpoints = `
  last as (select series, max(id) as run from run where finished_at is not null and complete = 1 group by series),
  current as (
    select distinct target.endpoint from target left join last on last.series = target.series
    where target.last_run >= coalesce(last.run, 0) and (? is null or target.series = ?))`;
