import type { Problem } from '../model/problem.ts';
import { withoutReservedKeys } from '../model/reserved-keys.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type Partly, shapeProblems, withoutWrongParts } from '../model/shape-problems.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import { waiversFileSchema } from '../model/waivers-file.ts';
import { checkWaiverScopes, checkWaivers } from './check-waivers.ts';
import { joinPolicies } from './join-policies.ts';
import type { WaivableChecks } from './parse-context.ts';
import type { Policy } from '../policy/policy.ts';
import { createProblemCollector } from './problem-collector.ts';

/** Reads a file of waivers, already parsed as JSON, for deployments that are judged by these policies, at least one. An error lists all problems. */
export function parseWaivers(
  document: unknown,
  { judgedBy, checks }: { readonly judgedBy: readonly Policy[]; readonly checks: WaivableChecks },
): Result<readonly DeclaredWaiver[], readonly Problem[]> {
  const { json, problems: reserved } = withoutReservedKeys(document);
  const shape = waiversFileSchema.safeParse(json);
  const issues = shape.success ? [] : shape.error.issues;
  const collector = createProblemCollector();
  const list = shape.success ? shape.data : withoutWrongParts(issues, json);
  const waivers = checkWaivers(
    (list ?? []) as readonly (Partly<DeclaredWaiver> | undefined)[],
    joinPolicies(judgedBy),
    [],
    { checks, collector },
  );
  if (shape.success && collector.problems.length === 0) checkWaiverScopes(waivers, checks, [], collector);
  const problems = [...reserved, ...shapeProblems(issues, json, waiversFileSchema), ...collector.problems];
  return problems.length === 0 ? ok(waivers) : err(problems);
}
