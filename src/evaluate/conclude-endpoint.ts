import { describeSighting } from '../model/describe-place.ts';
import type { Cause } from '../model/cause.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Finding } from '../model/finding.ts';
import { findPolicy } from '../policy/policies.ts';
import { requestCommand } from './causes/request-command.ts';
import { deriveCauses } from './causes/derive-causes.ts';
import type { GatheredEvidence } from './gather-evidence.ts';
import { failuresOf, type JudgedCheck, toFinding } from './judged-check.ts';
import type { JudgementRun } from './judgement-run.ts';
import { waivableEndpoint } from './waivable-endpoint.ts';
import { waiveCauses } from './waive-causes.ts';

/** What is said of an endpoint in the end. */
export interface Conclusion {
  readonly findings: readonly Finding[];
  /** Worst first. */
  readonly causes: readonly Cause[];
}

/** Turns what the checks said of an endpoint into findings and their causes, with the waivers that accept them. */
export function concludeEndpoint(
  judged: readonly JudgedCheck[],
  { endpoint, seenFrom }: EndpointObservation,
  { evidence, chain }: GatheredEvidence,
  { context: { waivers, now, policies, deployments }, decode }: JudgementRun,
): Conclusion {
  const failed = failuresOf(judged);
  if (failed.size === 0) return { findings: judged.map((each) => toFinding(each, undefined, undefined)), causes: [] };
  const leaf = evidence.presented?.[0]?.sha256;
  const derived = deriveCauses([...failed.values()], {
    places: [describeSighting({ ...endpoint, ...(seenFrom !== undefined && { seenFrom }) })],
    endpoints: [endpoint.id],
    leaf,
    subjects: {
      service: `${endpoint.address ?? endpoint.host}:${endpoint.port}`,
      declaration: `${endpoint.deployment ?? ''}|${endpoint.virtualServer ?? ''}`,
    },
  });
  // No certificate is to be requested where a product makes it.
  const isMade = evidence.expectation?.role.madeBy !== undefined;
  const place = {
    targetsFile: deployments?.get(endpoint.deployment ?? '')?.declaredIn,
    format: findPolicy(endpoint.policy, policies).requestFormat,
  };
  const withCommands = derived.causes.map((cause) =>
    withRequest(cause, isMade ? null : requestCommand(cause, endpoint, leaf, place)),
  );
  const causes = waiveCauses(withCommands, endpoint.waivers ?? waivers?.get(endpoint.deployment ?? '') ?? [], {
    now,
    endpoints: [waivableEndpoint({ chain: [], issuers: [], ...chain?.description, ...endpoint }, decode)],
  });
  const waiverOf = new Map(causes.flatMap(({ key, waiver }) => (waiver === null ? [] : [[key, waiver] as const])));
  const findings = judged.map((each) => {
    const finding = failed.get(each);
    const key = finding && derived.keyOf.get(finding);
    const waiver = key === undefined ? undefined : waiverOf.get(key);
    return { ...toFinding(each, finding, key), ...(waiver === undefined ? undefined : { waiver }) };
  });
  return { findings, causes };
}

/** The remedy names the command; with its arguments it is too long for a line that is read at once. */
function withRequest(cause: Cause, command: string | null): Cause {
  return command === null
    ? cause
    : { ...cause, command, remedy: `${cause.remedy} certmuster plan writes the request.` };
}
