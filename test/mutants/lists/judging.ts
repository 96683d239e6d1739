import type { Mutant } from '../mutant.ts';

/** Verdicts: what a bug, missing evidence or a waiver may not turn into a pass. */
export const judgingMutants: readonly Mutant[] = [
  {
    id: 'check-throws',
    defends: 'a check that throws is no pass',
    file: 'src/evaluate/run-check.ts',
    replace: 'return internalError(error);',
    by: "return { outcome: 'pass', reason: null, message: String(error) };",
    test: {
      file: 'test/evaluate/run-check.test.ts',
      title: 'a check that throws is a bug of ours: undetermined, internal-error, never a pass',
    },
  },
  {
    id: 'needs-unmet',
    defends: 'a check without its evidence is not asked',
    file: 'src/evaluate/run-check.ts',
    replace: 'if (reason !== undefined) return undetermined(reason, reasonTexts[reason]);',
    by: 'if (reason === undefined) continue;',
    test: {
      file: 'test/evaluate/run-check.test.ts',
      title: 'where a need cannot be met the check is not asked, and the reason is given',
    },
  },
  {
    id: 'one-bug-spoils-all',
    defends: 'a bug at one endpoint is that of no other judged with it',
    file: 'src/evaluate/create-judge.ts',
    replace: 'return observations.map(evaluateEndpoint);',
    by: 'return observations.map((observation) => reportBug(observation, new Error(), run));',
    test: {
      file: 'test/evaluate/one-bug-among-many.test.ts',
      title: 'a bug at one endpoint leaves those that are judged with it as they are alone',
    },
  },
  {
    id: 'one-bug-ends-all',
    defends: 'a bug at one endpoint does not end the run',
    file: 'src/evaluate/create-judge.ts',
    replace: 'return reportBug(observation, bug, run);',
    by: 'throw bug;',
    test: {
      file: 'test/evaluate/one-bug-among-many.test.ts',
      title: 'a bug at one endpoint leaves those that are judged with it as they are alone',
    },
  },
  {
    id: 'observing-throws',
    defends: 'a bug while an endpoint is observed ends no run',
    file: 'src/audit/endpoint-observer.ts',
    replace: 'return [withTries(silentObservation(endpoint, now(), bugFailure(bug)), thisTry.earlierTries)];',
    by: 'throw bug;',
    test: { file: 'test/audit/audit.test.ts', title: "a bug at one endpoint is that endpoint's report, and exits 4" },
  },
  {
    id: 'judged-together',
    defends: 'others have their turn while a flood is judged',
    file: 'src/audit/judge-in-groups.ts',
    replace: 'if (start < observations.length) await turnEnd();',
    by: '',
    test: { file: 'test/audit/judge-in-groups.test.ts', title: 'between two groups others have their turn' },
  },
  {
    id: 'bytes-judged-together',
    defends: 'large chains are not all decoded at once',
    file: 'src/audit/judge-in-groups.ts',
    replace: 'if (group.length > 0 && bytes > maxBytesTogether) break;',
    by: '',
    test: {
      file: 'test/audit/judge-in-groups.test.ts',
      title: 'large chains are judged with few others, one beyond the bound by itself',
    },
  },
  {
    id: 'waiver-after-its-end',
    defends: 'a waiver ends',
    file: 'src/evaluate/waive-causes.ts',
    replace: 'return !hasEnded(waiver, now) && !isTooLong(waiver, now);',
    by: 'return !isTooLong(waiver, now);',
    test: {
      file: 'test/evaluate/waive-causes.test.ts',
      title: 'a waiver counts up to the last millisecond of its last day, in UTC',
    },
  },
  {
    id: 'waiver-for-ever',
    defends: 'a waiver is renewed',
    file: 'src/evaluate/waive-causes.ts',
    replace: 'return !hasEnded(waiver, now) && !isTooLong(waiver, now);',
    by: 'return !hasEnded(waiver, now);',
    test: {
      file: 'test/evaluate/waive-causes.test.ts',
      title: 'a waiver whose last day is more than 400 days ahead does not count',
    },
  },
  {
    id: 'waiver-of-another-fault',
    defends: 'a waiver is for one fault',
    file: 'src/evaluate/waive-causes.ts',
    replace: '!== cause.fault ||',
    by: "=== '' ||",
    test: { file: 'test/evaluate/waive-causes.test.ts', title: 'a waiver is for one fault of one check' },
  },
  {
    id: 'waiver-of-another-certificate',
    defends: 'a waiver of a certificate is not for the next one',
    file: 'src/evaluate/waive-causes.ts',
    replace: 'if (certificate === undefined || certificate === cause.certificate) return true;',
    by: 'if (certificate !== null) return true;',
    test: {
      file: 'test/evaluate/waive-causes.test.ts',
      title: 'a certificate is named by its own fingerprint or that of its key: the leaf, or the one at fault',
    },
  },
  {
    id: 'waived-is-a-pass',
    defends: 'a waived failure stays one',
    file: 'src/evaluate/verdict.ts',
    replace: "severity !== 'info') ? 'waived' : 'pass'",
    by: "severity !== 'info') ? 'pass' : 'pass'",
    test: {
      file: 'test/evaluate/verdict.test.ts',
      title: 'a waived cause neither warns nor fails, and is never a pass',
    },
  },
  {
    id: 'memory-of-chains',
    defends: 'chains remembered are bounded',
    file: 'src/evaluate/chain-memory.ts',
    replace: 'bytesOf(question) > maximumChainBytes ? make()',
    by: 'bytesOf(question) < 0 ? make()',
    test: {
      file: 'test/evaluate/chain-memory.test.ts',
      title: 'a chain larger than what is remembered is judged the same each time',
    },
  },
];
