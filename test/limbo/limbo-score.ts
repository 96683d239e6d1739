import { judgeLimboCase, type LimboJudge } from './judge-limbo-case.ts';
import type { LimboCase } from './limbo-corpus.ts';

export interface LimboCounts {
  correct: number;
  wronglyAccepted: number;
  wronglyRejected: number;
  skipped: number;
}

export interface LimboDisagreement {
  readonly id: string;
  readonly expected: 'SUCCESS' | 'FAILURE';
  readonly reason: string;
}

export interface LimboScore {
  readonly overall: LimboCounts;
  readonly namespaces: Readonly<Record<string, LimboCounts>>;
  readonly disagreements: readonly LimboDisagreement[];
}

/** Runs every case and counts, overall and per namespace (all of an id before its last part). */
export function scoreLimbo(cases: readonly LimboCase[], judge: LimboJudge): LimboScore {
  const overall = noCounts();
  const namespaces: Record<string, LimboCounts> = {};
  const disagreements: LimboDisagreement[] = [];
  for (const testcase of cases) {
    const { result, reason } = judgeLimboCase(testcase, judge);
    const namespace = testcase.id.split('::').slice(0, -1).join('::');
    namespaces[namespace] ??= noCounts();
    const verdict = compare(testcase.expected_result, result);
    overall[verdict] += 1;
    namespaces[namespace][verdict] += 1;
    if (verdict !== 'correct') disagreements.push({ id: testcase.id, expected: testcase.expected_result, reason });
  }
  return { overall, namespaces, disagreements };
}

function compare(expected: string, result: string): keyof LimboCounts {
  if (expected === result) return 'correct';
  return result === 'SUCCESS' ? 'wronglyAccepted' : 'wronglyRejected';
}

function noCounts(): LimboCounts {
  return { correct: 0, wronglyAccepted: 0, wronglyRejected: 0, skipped: 0 };
}
