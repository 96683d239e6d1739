import { waivableChecks } from '../../evaluate/waivable-checks.ts';
import { suggestWord } from '../../model/nearest-words.ts';
import type { PolicyOverrides } from '../../model/policy-overrides.ts';
import { type Problem, quote } from '../../model/problem.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';

/** Options that change every policy; they win over what targets files change. */
export const overrideOptions = {
  'expiry-margin': {
    kind: 'text',
    describe: 'DAYS that certificates should still be valid for, at most a third of their lifetime (the policy)',
  },
  check: { kind: 'list', describe: 'judge only the checks with these IDs (repeatable, or separated by commas)' },
  'skip-check': {
    kind: 'list',
    describe: 'do not judge the checks with these IDs (repeatable, or separated by commas)',
  },
} as const satisfies Record<string, Option>;

export interface OverrideChoice {
  /** Undefined: nothing is changed. */
  readonly overrides: PolicyOverrides | undefined;
  readonly problems: readonly Problem[];
}

/** Reads them. A check that is not to be judged is `off`. */
export function readOverrideOptions(args: Arguments): OverrideChoice {
  const problems: Problem[] = [];
  const days = args.text('expiry-margin');
  if (days !== undefined && !/^\d{1,6}$/.test(days)) {
    problems.push(
      problem(`${quote(days)} is not a number of days; use a whole number, for instance 30`, '--expiry-margin'),
    );
  }
  const off = readChecksOff(args, problems);
  const overrides: PolicyOverrides = {
    ...(off !== undefined && { severity: Object.fromEntries(off.map((id) => [id, 'off'] as const)) }),
    ...(days !== undefined && { thresholds: { expiryMarginDays: Number(days) } }),
  };
  return { overrides: Object.keys(overrides).length === 0 ? undefined : overrides, problems };
}

/** Undefined: no choice was made. */
function readChecksOff(args: Arguments, problems: Problem[]): readonly string[] | undefined {
  const [chosen, skipped] = [readIds(args, 'check'), readIds(args, 'skip-check')];
  if (chosen.length + skipped.length === 0) return undefined;
  const known = [...waivableChecks().keys()];
  for (const [option, ids] of [['--check', chosen] as const, ['--skip-check', skipped] as const]) {
    for (const id of ids) if (!known.includes(id)) problems.push(problem(describeUnknown(id, known), option));
  }
  const off = known.filter((id) => skipped.includes(id) || (chosen.length > 0 && !chosen.includes(id)));
  if (off.length === known.length && problems.length === 0) {
    problems.push(problem('leaves no check to judge; name others, or leave it out', '--skip-check'));
  }
  return off;
}

function readIds(args: Arguments, option: 'check' | 'skip-check'): readonly string[] {
  return args.list(option).flatMap((text) => text.split(',').map((id) => id.trim()));
}

function describeUnknown(id: string, known: readonly string[]): string {
  return `there is no check ${quote(id)}; ${suggestWord(id, known, '`certmuster checks` lists all')}`;
}
