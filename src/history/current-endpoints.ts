/**
 * Rows of `series`, `endpoint`, `is_hidden`: what each series still audits. An endpoint that the last complete run did not audit is not
 * among them, unless its name could not be resolved there: that hides those that it had last (1), and takes nothing back.
 */
export const currentTargets = `
  select target.series as series, target.endpoint as endpoint, target.last_run < coalesce(last.run, 0) as is_hidden from target
  left join (select series, max(id) as run from run where finished_at is not null and complete = 1 group by series) as last
    on last.series = target.series
  where target.last_run >= coalesce(last.run, 0) or (
    select max(case when beside.address is null then audited.last_run end) >= last.run
      and max(case when beside.address is not null and audited.last_run < last.run then audited.last_run end) = target.last_run
    from endpoint as own join endpoint as beside on beside.host = own.host and beside.role = own.role
      and beside.port is own.port and beside.deployment is own.deployment
    join target as audited on audited.series = target.series and audited.endpoint = beside.id
    where own.id = target.endpoint and own.address is not null)`;

/**
 * A common table expression, `current` (endpoint): the endpoints that are still audited. Two parameters: the series, twice; null: by any.
 */
export const currentEndpoints = `current as (select distinct endpoint from (${currentTargets}) where ? is null or series = ?)`;
