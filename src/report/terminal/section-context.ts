import type { Labeller } from '../endpoint-label.ts';
import type { NumberedCauses } from './number-causes.ts';
import type { Paint } from './paint.ts';

/** What every section of a table is laid out with. */
export interface SectionContext {
  /** Columns; no line is longer. */
  readonly width: number;
  readonly paint: Paint;
  readonly label: Labeller;
  readonly causes: NumberedCauses;
  /** Whether everything is listed. */
  readonly details: boolean;
}
