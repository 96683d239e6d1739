import type { ScheduledSites } from '../../service/sites/site-lookout.ts';
import type { Option } from '../command.ts';
import type { ProcessContext } from '../process-context.ts';
import type { ServiceConfigPlan } from './read-service-config.ts';

/** A configuration without mistakes, of which all that it names was read once. */
export interface ServicePlan extends ServiceConfigPlan {
  /** Of the schedules that have a broker. */
  readonly sites: readonly ScheduledSites[];
}

/** Where the service runs. */
export interface ServicePlace {
  /** The configuration, in the working directory. */
  readonly file: string;
  /** That directory; it may be removed and made again. */
  readonly folder: string;
  /** What a schedule may set. */
  readonly options: Readonly<Record<string, Option>>;
  readonly context: ProcessContext;
}
