import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { HistoryDatabase } from './database.ts';
import type { Interning } from './documents.ts';

/** An endpoint of a run. `observation` absent: it comes from a report, so that it cannot be judged again. */
export interface RecordedEndpoint {
  readonly report: EndpointReport;
  readonly observation?: EndpointObservation | undefined;
}

/** The run that is being recorded. */
export interface RecordingContext {
  readonly database: HistoryDatabase;
  readonly interning: Interning;
  readonly run: number;
  readonly series: string;
}
