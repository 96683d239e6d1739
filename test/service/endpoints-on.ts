import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { failing, serving, silent } from '../history/runs.ts';

/** What a run finds on a day: something is wrong in every other week, and an endpoint with a fault answers on three days of seven. */
export function endpointsOn(dueAt: Date): readonly EndpointReport[] {
  const days = Math.floor(dueAt.getTime() / 86_400_000);
  const first = serving('10.0.0.1', 'a');
  const flapping = failing(serving('10.0.0.3', 'a'), 'key-strength');
  return [
    isBadOn(dueAt) ? failing(first, 'name-match') : first,
    serving('10.0.0.2', 'a'),
    days % 7 < 3 ? flapping : silent('10.0.0.3'),
  ];
}

/** Whether the first endpoint fails on that day. */
export function isBadOn(dueAt: Date): boolean {
  return Math.floor(dueAt.getTime() / (7 * 86_400_000)) % 2 === 0;
}
