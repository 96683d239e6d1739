import type { HistoryDatabase } from '../../history/database.ts';
import { type KnownEndpoint, knownEndpoints } from '../../history/known-endpoints.ts';
import { type StandingCause, standingCauses } from '../../history/list-causes.ts';
import type { Verdict } from '../../model/vocabulary.ts';
import { severityRank } from '../../report/list-failures.ts';
import type { CauseNumbers } from '../../report/html/number-causes.ts';

/** What stands now, as the history knows it. */
export interface Standing {
  readonly endpoints: readonly KnownEndpoint[];
  /** Those that count, worst first; a cause that several schedules see is one. */
  readonly causes: readonly StandingCause[];
  readonly waived: readonly StandingCause[];
  /** By endpoint id: the numbers of its causes in `causes`, from 1. */
  readonly numbers: CauseNumbers;
  readonly counts: Readonly<Record<Verdict, number>> & { readonly endpoints: number };
}

export function readStanding(database: HistoryDatabase): Standing {
  const endpoints = knownEndpoints(database);
  const all = mergeCauses(standingCauses(database));
  const causes = all.filter(({ waived }) => !waived);
  const count = (verdict: Verdict): number => endpoints.filter((each) => each.verdict === verdict).length;
  return {
    endpoints,
    causes,
    waived: all.filter(({ waived }) => waived),
    numbers: numberCauses(causes),
    counts: {
      endpoints: endpoints.length,
      ...{ pass: count('pass'), warn: count('warn'), fail: count('fail'), waived: count('waived') },
      unreachable: count('unreachable'),
    },
  };
}

/** One cause for each key: the first of them with the endpoints of all, as old as the oldest. One that counts wins over one that is waived. */
function mergeCauses(causes: readonly StandingCause[]): readonly StandingCause[] {
  const byKey = new Map<string, StandingCause>();
  for (const each of causes) {
    const known = byKey.get(each.key);
    byKey.set(each.key, known === undefined ? each : merge(known, each));
  }
  return [...byKey.values()].toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
}

function merge(a: StandingCause, b: StandingCause): StandingCause {
  const [main, other] = a.waived && !b.waived ? [b, a] : [a, b];
  const endpoints = [...new Set([...main.endpoints, ...other.endpoints])];
  const places = [...new Set([...main.places, ...other.places])];
  return {
    ...main,
    endpoints,
    places,
    firstSeen: a.firstSeen < b.firstSeen ? a.firstSeen : b.firstSeen,
    lastSeen: a.lastSeen > b.lastSeen ? a.lastSeen : b.lastSeen,
    cause: { ...main.cause, places, endpoints },
  };
}

function numberCauses(causes: readonly StandingCause[]): CauseNumbers {
  const numbers = new Map<string, number[]>();
  for (const [index, { endpoints }] of causes.entries()) {
    for (const id of endpoints) numbers.set(id, [...(numbers.get(id) ?? []), index + 1]);
  }
  return numbers;
}
