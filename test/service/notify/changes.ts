import type { CauseState } from '../../../src/history/cause-states.ts';
import type { Reviewed, Told } from '../../../src/history/told-book.ts';
import { notificationReasons } from '../../../src/model/service-notification-config.ts';
import type { ChannelRules } from '../../../src/service/notify/channel-rules.ts';
import { judgeChanges } from '../../../src/service/notify/judge-changes.ts';

/** A cause that stands. */
export function standing(key: string, more: Partial<CauseState> = {}): CauseState {
  return {
    ...{ key, fault: 'name-match/broken', severity: 'error', waived: false, title: `The title of ${key}` },
    ...{ why: 'Clients refuse it.', remedy: 'Replace it.', places: ['im.contoso.com 10.0.0.1:443'] },
    ...{ deployments: ['contoso'], certificate: null, notAfter: null, since: '2027-01-01T03:00:00.000Z', before: null },
    ...{ lastSeen: '2027-01-31T03:00:00.000Z', isFresh: true },
    ...more,
  };
}

export function rulesOf(more: Partial<ChannelRules> = {}): ChannelRules {
  return {
    ...{ name: 'ops', schedules: undefined, minimumSeverity: 'warning', on: notificationReasons },
    ...{ thresholds: [30, 14, 7, 3, 1], quietHours: undefined, remindAfterMs: undefined, keepsState: false },
    ...more,
  };
}

/** A channel that remembers, as the history has it remember. */
export function createListener(rules: ChannelRules, { hasBaseline = true } = {}) {
  const told = new Map<string, Told>();
  const gone = new Map<string, Date>();
  let last: readonly CauseState[] = [];
  let reviewed: Reviewed | undefined = hasBaseline ? { hasBaseline, isHeld: false } : undefined;
  /** Has a run end. Returns what is told, as `what key`. */
  const run = (at: string, causes: readonly CauseState[]): readonly string[] => {
    const now = new Date(at);
    const keys = new Set(causes.map(({ key }) => key));
    for (const { key } of last) if (!keys.has(key)) gone.set(key, now);
    last = causes;
    return review(at);
  };
  const review = (at: string): readonly string[] => {
    const now = new Date(at);
    const outcome = judgeChanges({
      ...{ rules, now, standing: last, told, reviewed, message: at, wantsBaseline: !rules.keepsState },
      goneSince: (key) => gone.get(key),
    });
    for (const each of outcome.learned) told.set(each.key, each);
    for (const key of outcome.forgotten) told.delete(key);
    reviewed = outcome.reviewed;
    const prefix = outcome.isBaseline && outcome.changes.length > 0 ? ['baseline'] : [];
    return [...prefix, ...outcome.changes.map(({ what, key }) => `${what} ${key}`)];
  };
  return { run, review, told, isHeld: () => reviewed?.isHeld === true };
}
