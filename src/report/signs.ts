import type { Cause } from '../model/cause.ts';
import type { Severity, Verdict } from '../model/vocabulary.ts';

/** A sign for each verdict, so that a column of them can be scanned without colour. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✗',
  waived: '~',
  unreachable: '?',
};

const severitySigns: Readonly<Record<Severity, string>> = { info: 'i', warning: '!', error: '✗', critical: '✗' };

/** `✗ error`: what a failing finding is headed by. */
export function severityLabel(severity: Severity | null): string {
  return severity === null ? '✗ fails' : `${severitySigns[severity]} ${severity}`;
}

/** `✗ critical`, `~ waived`: what a cause is headed by. */
export function causeLabel({ severity, waiver }: Pick<Cause, 'severity' | 'waiver'>): string {
  return waiver === null ? severityLabel(severity) : `${verdictSigns.waived} waived`;
}
