import type { ScheduledSites } from '../../service/sites/site-lookout.ts';
import type { ServiceConfigPlan } from './read-service-config.ts';

/** A configuration without mistakes, of which all that it names was read once. */
export interface ServicePlan extends ServiceConfigPlan {
  /** Of the schedules that have a broker. */
  readonly sites: readonly ScheduledSites[];
}
