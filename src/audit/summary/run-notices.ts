import { maximumCauses } from '../../evaluate/causes/merge-causes.ts';
import { tool } from '../../model/tool.ts';

/** That the report lists only the worst causes; none: it lists all. */
export function describeUnlisted(leftOut: number): readonly string[] {
  if (leftOut === 0) return [];
  return [
    `Only the first ${maximumCauses} causes are listed and counted; ${leftOut} more stand in the reports of their endpoints.`,
  ];
}

/** When observations were made, and when and by which version they were judged again. */
export function describeJudgedAgain(startedAt: Date, evaluatedAt: Date): string {
  const observed = startedAt.toISOString().slice(0, 10);
  return `Observations of ${observed}, judged again at ${evaluatedAt.toISOString()} by ${tool.name} ${tool.version}.`;
}
