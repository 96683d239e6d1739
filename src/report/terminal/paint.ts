import type { Severity, Verdict } from '../../model/vocabulary.ts';

/** Colours text; never carries meaning alone, every coloured word stands there in black and white too. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly verdict: (verdict: Verdict, text: string) => string;
  readonly severity: (severity: Severity | null, text: string) => string;
}

/** SGR parameters: ECMA-48 §8.3.117. */
const codes = { bold: 1, faint: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const;

const verdictColours = { pass: 'green', warn: 'yellow', fail: 'red', unreachable: 'magenta' } as const;
const severityColours = { info: 'cyan', warning: 'yellow', error: 'red', critical: 'red' } as const;

/** With `colour` off, text stays as it is. */
export function createPaint(colour: boolean): Paint {
  const sgr = (code: keyof typeof codes, text: string): string =>
    colour && text !== '' ? `\u001b[${codes[code]}m${text}\u001b[0m` : text;
  return {
    bold: (text) => sgr('bold', text),
    faint: (text) => sgr('faint', text),
    verdict: (verdict, text) => sgr(verdictColours[verdict], text),
    severity: (severity, text) => (severity === null ? text : sgr(severityColours[severity], text)),
  };
}

/** A sign for each verdict, so that a column of them can be scanned without colour. */
export const verdictSigns: Readonly<Record<Verdict, string>> = { pass: '✓', warn: '!', fail: '✗', unreachable: '?' };

/** Signs for failing findings. */
export const severitySigns: Readonly<Record<Severity, string>> = { info: 'i', warning: '!', error: '✗', critical: '✗' };
