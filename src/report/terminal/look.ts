/** What a table is laid out for. */
export interface Look {
  /** Columns; no line is longer. */
  readonly width: number;
  readonly colour: boolean;
  /** Lists every failing finding, and what could not be seen, behind what a table shows anyway. */
  readonly details?: boolean;
}
