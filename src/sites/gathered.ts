import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { SiteResults } from '../model/site-messages.ts';

/** Everything that was found out about one request. */
export interface Gathered {
  readonly request: string;
  readonly observations: readonly EndpointObservation[];
  readonly excluded: readonly string[];
  readonly leftOut: SiteResults['results'][number]['leftOut'];
}
