import { suggestWord } from '../model/nearest-words.ts';
import type { PolicyOverrides, SeverityChoice } from '../model/policy-overrides.ts';
import { protocols } from '../model/vocabulary.ts';
import { type Policy, revocationProblems, signatureAlgorithmNames } from './policy.ts';
import { unknownCheck } from './unknown-check.ts';

/** One fault of a `policyOverrides` block; `path` is relative to it, for instance `['severity', 'no-such-check']`. */
export interface OverrideProblem {
  readonly path: readonly string[];
  /** A clause that can stand after the path, without a full stop. */
  readonly message: string;
}

/** Every fault of an overrides block against the policy it overrides; empty if it has none. */
export function findOverrideProblems(policy: Policy, overrides: PolicyOverrides): readonly OverrideProblem[] {
  const severity = Object.entries(overrides.severity ?? {}).map(([check, choice]) => ({
    path: ['severity', check],
    message: severityProblem(policy, check, choice),
  }));
  const thresholds = Object.entries(overrides.thresholds ?? {}).map(([name, value]) => ({
    path: ['thresholds', name],
    message: thresholdProblem(policy, name, value),
  }));
  return [...severity, ...thresholds].flatMap(({ path, message }) =>
    message === undefined ? [] : [{ path, message }],
  );
}

function severityProblem(policy: Policy, check: string, choice: SeverityChoice): string | undefined {
  const unknown = unknownCheck(policy, check);
  if (unknown !== undefined) return unknown;
  if (choice !== 'off' && policy.severities[check]?.some(({ severity }) => severity === null)) {
    return `${check} never fails, so it has no severity to override`;
  }
  return undefined;
}

function thresholdProblem(policy: Policy, name: string, value: number | readonly string[]): string | undefined {
  const known = new Map<string, number | readonly string[]>(Object.entries(policy.thresholds)).get(name);
  if (known === undefined) return unknownThreshold(name, Object.keys(policy.thresholds));
  if (typeof known === 'number') {
    if (typeof value !== 'number') return 'expected a number';
    const most = name === 'minimumProtocolIndex' ? protocols.length - 1 : Number.MAX_SAFE_INTEGER;
    if (Number.isSafeInteger(value) && value >= 0 && value <= most) return undefined;
    return name === 'minimumProtocolIndex'
      ? `expected 0 to ${most}: ${protocols.join(', ')}`
      : 'expected a whole number, zero or more';
  }
  const { what, names } = vocabularyOf(policy, name);
  if (typeof value === 'number') return `expected a list of ${what} names`;
  const unknown = value.filter((item) => !names.includes(item));
  if (unknown.length === 0) return undefined;
  return `unknown ${what} ${unknown.join(', ')}: expected ${names.join(', ')}`;
}

function unknownThreshold(name: string, known: readonly string[]): string {
  return `unknown threshold: ${name}; ${suggestWord(name, known)}`;
}

/** The names that a list may hold. */
interface Vocabulary {
  readonly what: string;
  readonly names: readonly string[];
}

function vocabularyOf({ roles }: Policy, threshold: string): Vocabulary {
  switch (threshold) {
    case 'revocationFailures':
      return { what: 'revocation problem', names: revocationProblems };
    case 'rolesNeverPubliclyTrusted':
      return { what: 'role', names: Object.keys(roles) };
    default:
      return { what: 'signature algorithm', names: signatureAlgorithmNames };
  }
}
