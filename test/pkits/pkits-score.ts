import { judgePkitsTest, type PkitsJudge } from './judge-pkits-test.ts';
import type { PkitsCorpus } from './pkits-corpus.ts';

export interface PkitsCounts {
  right: number;
  wronglyAccepted: number;
  wronglyRefused: number;
}

export interface PkitsDisagreement {
  /** Number and title of the test, with its settings if it has any. */
  readonly test: string;
  readonly expected: 'valid' | 'invalid';
  readonly reason: string;
}

export interface PkitsScore {
  readonly overall: PkitsCounts;
  /** By the number of the section, for instance `4.14`. */
  readonly sections: Readonly<Record<string, PkitsCounts>>;
  readonly disagreements: readonly PkitsDisagreement[];
}

/** Runs every test and counts, overall and by section. */
export function scorePkits(corpus: PkitsCorpus, judge: PkitsJudge): PkitsScore {
  const overall = noCounts();
  const sections: Record<string, PkitsCounts> = {};
  const disagreements: PkitsDisagreement[] = [];
  for (const each of corpus.tests) {
    const { valid, reason } = judgePkitsTest(each, corpus, judge);
    const section = each.number.split('.').slice(0, 2).join('.');
    sections[section] ??= noCounts();
    const verdict = valid === each.valid ? 'right' : valid ? 'wronglyAccepted' : 'wronglyRefused';
    overall[verdict] += 1;
    sections[section][verdict] += 1;
    if (verdict === 'right') continue;
    const settings = Object.keys(each.settings).length === 0 ? '' : ` ${JSON.stringify(each.settings)}`;
    disagreements.push({ test: `${each.title}${settings}`, expected: each.valid ? 'valid' : 'invalid', reason });
  }
  return { overall, sections, disagreements };
}

function noCounts(): PkitsCounts {
  return { right: 0, wronglyAccepted: 0, wronglyRefused: 0 };
}
