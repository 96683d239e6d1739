import type { Ascents } from './ascents.ts';
import type { FindFaults } from './leaf-faults.ts';
import { createOwnFaults } from './own-faults.ts';
import type { PathProfile, PathRequest, TrustStore } from './path.ts';
import { createPathBudget } from './path-budget.ts';
import { profileRules } from './profiles.ts';
import type { IsPublicSuffix } from '../names/public-suffixes.ts';
import type { Circumstances, ProfileRules, Validation } from './rule.ts';

/** Everything about a request but the certificates, with what is remembered for it. */
export interface Question extends Circumstances {
  readonly profile: PathProfile;
  /** Milliseconds, as the request has them; `at` is floored. */
  readonly askedAt: number;
  readonly rules: ProfileRules;
  /** Asks the rules about certificates themselves, which look at profile, purpose and instant. */
  readonly faultsOf: FindFaults;
  readonly ascents: WeakMap<TrustStore, Ascents>;
}

/** A run asks with one instant, a profile or two and a handful of purposes. */
const maximumQuestions = 64;

/** One for each profile, purpose and instant that is asked about. */
export function createQuestions(isPublicSuffix: IsPublicSuffix): (request: PathRequest) => Question {
  const questions: Question[] = [];
  return ({ profile, purpose, at }) => {
    const askedAt = at.getTime();
    for (const known of questions) {
      if (known.askedAt === askedAt && known.profile === profile && known.purpose === purpose) return known;
    }
    if (questions.length >= maximumQuestions) questions.length = 0;
    const rules = profileRules[profile];
    const question = {
      profile,
      purpose,
      askedAt,
      at: new Date(Math.floor(askedAt / 1_000) * 1_000),
      isPublicSuffix,
      rules,
      faultsOf: createOwnFaults(rules),
      ascents: new WeakMap(),
    };
    questions.push(question);
    return question;
  };
}

/** What rules are handed with a request. A fresh budget each time. */
export function validationOf(
  { host, maximumIntermediates }: PathRequest,
  { at, purpose, isPublicSuffix }: Question,
): Validation {
  return {
    at,
    purpose,
    host,
    maximumIntermediates,
    budget: createPathBudget(),
    isPublicSuffix,
  };
}
