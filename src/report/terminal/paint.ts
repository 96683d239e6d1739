import { styleText } from 'node:util';

import type { Severity, Verdict } from '../../model/vocabulary.ts';

/** Colours text. Colour never carries meaning alone: a coloured word says the same without it. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly verdict: (verdict: Verdict, text: string) => string;
  readonly severity: (severity: Severity | null, text: string) => string;
}

const verdictColours = {
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  waived: 'blueBright',
  unreachable: 'magenta',
} as const;
const severityColours = { info: 'cyan', warning: 'yellow', error: 'red', critical: 'red' } as const;

/** With `colour` off, text stays as it is. */
export function createPaint(colour: boolean): Paint {
  // Whether there is colour was decided by the caller; styleText must not look at the process's own standard output.
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: (text) => style('bold', text),
    faint: (text) => style('dim', text),
    verdict: (verdict, text) => style(verdictColours[verdict], text),
    severity: (severity, text) => (severity === null ? text : style(severityColours[severity], text)),
  };
}
