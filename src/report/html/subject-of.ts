import type { DrawnEndpoint } from './drawn-endpoint.ts';

/** What was audited, in a few words. */
export function subjectOf(endpoints: readonly Pick<DrawnEndpoint, 'deployment' | 'host'>[]): string {
  const names = [...new Set(endpoints.flatMap(({ deployment, host }) => deployment ?? host))];
  const [first = 'Nothing', second] = names;
  return second === undefined
    ? first
    : names.length === 2
      ? `${first} and ${second}`
      : `${first} and ${names.length - 1} more`;
}
