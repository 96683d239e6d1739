import type { CauseState } from '../../history/cause-states.ts';
import type { Reviewed, Told } from '../../history/told-book.ts';
import type { ChangeKind, NotificationChange } from '../../model/notification.ts';
import type { NotificationReason } from '../../model/service-notification-config.ts';
import { severities, type Severity } from '../../model/vocabulary.ts';
import type { ChannelRules } from './channel-rules.ts';
import { changeOf, crossedThreshold } from './change-of.ts';
import { isQuiet } from './quiet-hours.ts';

export interface ReviewInput {
  readonly rules: ChannelRules;
  readonly now: Date;
  /** What stands in the series, waived causes too. */
  readonly standing: readonly CauseState[];
  /** What the channel knows, by key. */
  readonly told: ReadonlyMap<string, Told>;
  /** Since when a cause is gone; undefined: not known any more. */
  readonly goneSince: (key: string) => Date | undefined;
  /** Id of the notification that is to report what changed. */
  readonly message: string;
  readonly reviewed: Reviewed | undefined;
  /** What stands at first is reported in one summary. */
  readonly wantsBaseline: boolean;
}

export interface ReviewOutcome {
  /** What is to be told, worst first. */
  readonly changes: readonly NotificationChange[];
  readonly isBaseline: boolean;
  /** What the channel knows after that: rows to write, and keys to forget. */
  readonly learned: readonly Told[];
  readonly forgotten: readonly string[];
  readonly reviewed: Reviewed;
}

/**
 * How long a state has to last until it is trusted: a cause that comes back within this time is told as `back` once, and then as fixed
 * only after it has been gone for as long; a severity that fell counts as lower only after it has been low for as long.
 */
const settleMs = 86_400_000;

/** A run of a daily schedule starts some minutes earlier or later than that of a week ago. */
const reminderSlackMs = 3_600_000;

/**
 * Compares what stands with what the channel knows. It looks at states, not at events: whatever was missed or held back is told by the
 * next review if it still holds, and nothing that came and went meanwhile is told.
 */
export function judgeChanges(input: ReviewInput): ReviewOutcome {
  const { rules, now, standing, reviewed } = input;
  const eligible = standing.filter(({ waived, severity }) => !waived && rank(severity) >= rank(rules.minimumSeverity));
  const steps = [...eligible.map((cause) => judgeStanding(cause, input)), ...judgeMissing(eligible, input)];
  const quiet = rules.quietHours !== undefined && isQuiet(rules.quietHours, now) ? rules.quietHours : undefined;
  const isFirst = input.wantsBaseline && reviewed?.hasBaseline !== true;
  const isTold = ({ change }: Step): boolean => change !== undefined && concerns(change.what, rules);
  // What stands at first is one message, told at once if the worst of it is.
  const waits = isFirst
    ? ({ change }: Step) => change !== undefined && quiet !== undefined && !steps.some((each) => isUrgent(each, quiet))
    : (step: Step) => isTold(step) && quiet !== undefined && !isUrgent(step, quiet);
  const done = steps.filter((step) => !waits(step));
  const isHeld = done.length < steps.length;
  return {
    changes: done
      .filter(isTold)
      .flatMap(({ change }) => change ?? [])
      .sort(worstFirst),
    isBaseline: isFirst,
    learned: done.flatMap(({ learned }) => learned ?? []),
    forgotten: done.flatMap(({ forgotten }) => forgotten ?? []),
    reviewed: { hasBaseline: !isFirst || !isHeld, isHeld },
  };
}

/** What a review does about one cause. */
interface Step {
  readonly change?: NotificationChange | undefined;
  readonly learned?: Told;
  readonly forgotten?: string;
}

function judgeStanding(cause: CauseState, input: ReviewInput): Step {
  const { rules, now, told, message } = input;
  const known = told.get(cause.key);
  const isBack = known !== undefined && !known.isStanding && now.getTime() - known.at.getTime() < settleMs;
  const last = known?.isStanding === true ? known : undefined;
  const what = last === undefined ? (isBack ? 'back' : howItCame(cause)) : whatChanged(cause, last, input);
  const threshold = crossedThreshold(cause, rules.thresholds, now) ?? last?.change.threshold ?? null;
  const isSettling =
    what === undefined && last !== undefined && rank(cause.severity) < rank(last.change.severity) && !rules.keepsState;
  // Known as severe until it has been less so for a while.
  const isKept = isSettling && now.getTime() - Date.parse(cause.since) < settleMs;
  const seen = {
    ...cause,
    ...(isKept && { severity: last.change.severity }),
    // What keeps the state of a cause knows it by these.
    ...(last !== undefined && rules.keepsState && { deployments: last.change.deployments }),
  };
  const change = changeOf(seen, {
    what: what ?? last?.change.what ?? 'new',
    severityBefore: severityBefore(cause, what, last),
    threshold,
    now,
    firstReportedIn: last?.change.firstReportedIn ?? (isBack ? known?.change.firstReportedIn : undefined) ?? message,
  });
  const learned: Told = {
    key: cause.key,
    isStanding: true,
    isUnstable: last?.isUnstable ?? isBack,
    at: what === undefined && last !== undefined ? last.at : now,
    change,
  };
  return { change: what === undefined ? undefined : change, learned };
}

/** A cause that was below what is told, or less severe before the channel heard of it, became worse. */
function howItCame({ before, severity }: CauseState): ChangeKind {
  return before !== null && !before.waived && rank(before.severity) < rank(severity) ? 'worse' : 'new';
}

function severityBefore(cause: CauseState, what: ChangeKind | undefined, last: Told | undefined): Severity | null {
  if (last !== undefined) return what === 'worse' || what === 'lower' ? last.change.severity : null;
  return what === 'worse' ? (cause.before?.severity ?? null) : null;
}

function whatChanged(cause: CauseState, { change, at }: Told, { rules, now }: ReviewInput): ChangeKind | undefined {
  const { thresholds, remindAfterMs, keepsState } = rules;
  if (rank(cause.severity) > rank(change.severity)) return 'worse';
  if (keepsState) return rank(cause.severity) < rank(change.severity) ? 'lower' : undefined;
  const crossed = crossedThreshold(cause, thresholds, now);
  if (crossed !== undefined && (change.threshold === null || crossed < change.threshold)) return 'threshold';
  const isDue = remindAfterMs !== undefined && now.getTime() - at.getTime() >= remindAfterMs - reminderSlackMs;
  return isDue ? 'reminder' : undefined;
}

/** What the channel knows and does not stand (any more), or is not told. */
function judgeMissing(eligible: readonly CauseState[], input: ReviewInput): readonly Step[] {
  const { now, standing, told, goneSince, rules } = input;
  const isSettled = (at: Date | undefined): boolean => at === undefined || now.getTime() - at.getTime() >= settleMs;
  const present = new Set(eligible.map(({ key }) => key));
  const others = new Map(standing.map((cause) => [cause.key, cause]));
  return [...told.values()].flatMap((known): readonly Step[] => {
    if (present.has(known.key)) return [];
    if (!known.isStanding) return isSettled(known.at) ? [{ forgotten: known.key }] : [];
    const before = { severityBefore: null, at: now.toISOString() };
    if (others.has(known.key)) {
      const accepted: NotificationChange = { ...known.change, ...before, what: 'accepted' };
      return [{ change: rules.keepsState ? accepted : undefined, forgotten: known.key }];
    }
    if (known.isUnstable && !isSettled(goneSince(known.key))) return [];
    const change: NotificationChange = { ...known.change, severityBefore: null, what: 'fixed' };
    return [{ change, learned: { ...known, isStanding: false, isUnstable: false, at: now, change } }];
  });
}

/** What the operator asked for; what keeps the state of causes has to hear of everything that ends it. */
function concerns(what: ChangeKind, { on, keepsState }: ChannelRules): boolean {
  if (keepsState) return true;
  const reason = reasonOf[what];
  return reason === 'always' || (reason !== 'never' && on.includes(reason));
}

const reasonOf: Readonly<Record<ChangeKind, NotificationReason | 'always' | 'never'>> = {
  new: 'new',
  back: 'new',
  worse: 'worse',
  threshold: 'threshold',
  reminder: 'always',
  fixed: 'fixed',
  lower: 'never',
  accepted: 'never',
  test: 'always',
};

function isUrgent({ change }: Step, { except }: { readonly except: Severity }): boolean {
  return change !== undefined && rank(change.severity) >= rank(except);
}

function worstFirst(a: NotificationChange, b: NotificationChange): number {
  return rank(b.severity) - rank(a.severity) || a.key.localeCompare(b.key, 'en');
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}
