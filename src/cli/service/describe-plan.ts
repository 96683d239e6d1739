import { plural } from '../../report/plural.ts';
import type { Scheduler } from '../../service/schedule/scheduler.ts';
import type { ServicePlan } from './service-plan.ts';

/** What a plan comes to, in a few words. */
export function describePlan({ schedules, notifications: { channels } }: ServicePlan): string {
  const planned = countNamed('schedule', schedules);
  const rules = channels.map((channel) => channel.rules);
  return channels.length === 0 ? planned : `${planned}, ${countNamed('channel', rules)}`;
}

function countNamed(noun: string, named: readonly { readonly name: string }[]): string {
  return `${plural(named.length, noun)} (${named.map(({ name }) => name).join(', ')})`;
}

/** What is due next, a clause. */
export function describeNext({ status }: Pick<Scheduler, 'status'>): string {
  const next = status().flatMap(({ nextAt, name }) => (nextAt === undefined ? [] : [{ nextAt, name }]));
  const [first] = next.sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime());
  return first === undefined ? 'nothing is due later' : `next is ${first.name} at ${first.nextAt.toISOString()}`;
}
