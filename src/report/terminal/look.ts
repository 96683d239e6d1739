/** What a table is laid out for. */
export interface Look {
  /** Columns; no line is longer. */
  readonly width: number;
  readonly colour: boolean;
}
