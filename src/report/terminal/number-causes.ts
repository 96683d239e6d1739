import type { Cause } from '../../model/cause.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';

/** A cause of a report, and the number that it has there. */
export interface NumberedCause {
  readonly number: number;
  readonly cause: Cause;
}

/** The causes of a report in the order of reading. */
export interface NumberedCauses {
  readonly all: readonly NumberedCause[];
  /** Which one a cause of an endpoint is. Undefined: the run had more causes than its report lists. */
  readonly numberOf: (cause: Cause) => number | undefined;
  /** Which one a failing finding belongs to. */
  readonly causeOf: (finding: Finding) => NumberedCause | undefined;
}

/** Numbers causes from 1, worst first, those that are accepted behind the others. */
export function numberCauses({ causes }: Pick<ScanReport, 'causes'>): NumberedCauses {
  const counting = causes.filter(({ waiver }) => waiver === null);
  const waived = causes.filter(({ waiver }) => waiver !== null);
  const all = [...counting, ...waived].map((cause, index) => ({ number: index + 1, cause }));
  const known = new Map(all.map((each) => [identify(each.cause.key, each.cause.waiver), each]));
  return {
    all,
    numberOf: ({ key, waiver }) => known.get(identify(key, waiver))?.number,
    causeOf: ({ cause, waiver = null }) => (cause === null ? undefined : known.get(identify(cause, waiver))),
  };
}

/** The same cause, accepted at one place and not at another, is two. */
function identify(key: string, waiver: Cause['waiver']): string {
  return waiver === null ? key : `${key} ${JSON.stringify(waiver)}`;
}
