import type { Paint } from './paint.ts';
import { textWidth } from './text-width.ts';
import { wrapText } from './wrap-text.ts';

/** Escaped text behind a label; each of its lines is wrapped. */
export interface LabelledText {
  readonly label: string;
  readonly text: string;
  /** Colours each line of the label and of the text. Without, the label is faint. */
  readonly paintLabel?: (text: string) => string;
  readonly paint?: (line: string) => string;
}

export interface LabelledLayout {
  readonly width: number;
  readonly paint: Paint;
  /** Blanks before the labels. */
  readonly indent?: number;
  /** Columns of the labels with the gap behind them, if it is not for the rows to decide. */
  readonly labelWidth?: number;
}

/** Labels on the left, texts beside them: what is wrapped hangs below its text. */
export function renderLabelled(rows: readonly LabelledText[], layout: LabelledLayout): readonly string[] {
  const { width, paint, indent = 0 } = layout;
  const labelWidth = layout.labelWidth ?? rows.reduce((most, { label }) => Math.max(most, textWidth(label)), 0) + 2;
  const room = Math.max(1, width - indent - labelWidth);
  const margin = ' '.repeat(indent);
  return rows.flatMap(({ label, text, paintLabel = paint.faint, paint: paintLine = (line) => line }) =>
    text
      .split('\n')
      .flatMap((each) => wrapText(each, room))
      .map((line, index) => {
        const head = index === 0 && label !== '' ? paintLabel(label) : '';
        const blanks = ' '.repeat(Math.max(0, labelWidth - (head === '' ? 0 : textWidth(label))));
        return line === '' ? `${margin}${head}` : `${margin}${head}${blanks}${paintLine(line)}`;
      }),
  );
}
