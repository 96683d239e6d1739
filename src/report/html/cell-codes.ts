import type { Finding } from '../../model/finding.ts';
import type { Outcome, Severity } from '../../model/vocabulary.ts';
import { isDerived } from './fold-derived.ts';

const outcomeCodes: Readonly<Record<Exclude<Outcome, 'fail'>, string>> = {
  pass: 'p',
  'not-applicable': 'n',
  undetermined: 'u',
  'not-observable': 'o',
};

const severityCodes: Readonly<Record<Severity, string>> = { info: 'i', warning: 'w', error: 'e', critical: 'c' };

/** A check that was not judged on an endpoint. */
const absent = '.';

/** Not judged because of a cause of the endpoint. */
const derived = 'd';

/** The letter of a finding in the matrix; page/words.js reads it. */
function cellCode(finding: Finding): string {
  if (isDerived(finding)) return derived;
  if (finding.outcome !== 'fail') return outcomeCodes[finding.outcome];
  if (finding.waiver !== undefined) return 'x';
  return severityCodes[finding.severity ?? 'error'];
}

/** A row of the matrix, one letter a column, which keeps 10,000 endpoints small. */
export function cellRow(findings: readonly Finding[], columns: readonly string[]): string {
  const codes = new Map(findings.map((finding) => [finding.check, cellCode(finding)]));
  return columns.map((check) => codes.get(check) ?? absent).join('');
}

/** The checks that judged any endpoint, in the order they were judged. */
export function matrixColumns(endpoints: Iterable<{ readonly findings: readonly Finding[] }>): readonly string[] {
  const seen = new Set<string>();
  for (const { findings } of endpoints) for (const { check } of findings) seen.add(check);
  return [...seen];
}
