import { plural } from './plural.ts';

/** How much of an interrupted run is missing; null: it is not known. */
export function describeInterruption(notAudited: number | null): string {
  const many =
    notAudited === null
      ? 'An unknown number of endpoints was'
      : `${plural(notAudited, 'endpoint')} ${notAudited === 1 ? 'was' : 'were'}`;
  return `The run was interrupted. ${many} not audited.`;
}
