import type {
  DeploymentAnswer,
  DeploymentCheck,
  DeploymentFacts,
  DeploymentMember,
  VirtualServer,
} from '../checks/define-deployment-check.ts';
import { deploymentChecks } from '../checks/deployment-checks.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { DeploymentFinding } from '../model/finding.ts';
import { findSeverity } from '../policy/find-severity.ts';
import type { DeploymentEvidence, JudgedEndpoint } from './contract.ts';
import { waiveAcross } from './find-waiver.ts';
import type { JudgementRun } from './judgement-run.ts';
import { internalError, toFinding } from './run-check.ts';

/** Judges what only shows across a deployment: a finding for each virtual server that a check concerns. Never throws. */
export function evaluateDeployment(evidence: DeploymentEvidence, run: JudgementRun): readonly DeploymentFinding[] {
  const { deployment } = evidence;
  const { policy } = run.policyOf(deployment.policy, deployment.name);
  const facts = gatherFacts(evidence, run);
  const reports = new Map(evidence.endpoints.map(({ report }) => [report.id, report]));
  const circumstances = { role: 'virtual-server', access: null, protocol: null } as const;
  return deploymentChecks.flatMap((check): readonly DeploymentFinding[] => {
    const severity = findSeverity(policy, check.id, circumstances);
    if (severity === undefined) return [];
    return ask(check, facts).map(({ judgement, endpoints }) => {
      const finding = { deployment: deployment.name, ...toFinding(check.id, severity, judgement) };
      const concerned = endpoints.flatMap((id) => reports.get(id) ?? []);
      return waiveAcross(
        { ...finding, endpoints: [...endpoints] },
        concerned,
        deployment.waivers ?? [],
        run.context.now,
      );
    });
  });
}

function gatherFacts(
  { deployment, endpoints, nameResolutions }: DeploymentEvidence,
  { decode }: JudgementRun,
): DeploymentFacts {
  const members = endpoints.map(({ observation, report }: JudgedEndpoint) => {
    const [der] = observation.certificates;
    const certificate = der === undefined ? undefined : decode(der).certificate;
    const leaf = certificate?.ok === true ? certificate.value : undefined;
    return { observation, report, leaf, virtualServer: virtualServerOf(observation.endpoint, deployment) };
  });
  return { deployment, members, membersByVirtualServer: groupByVirtualServer(members), nameResolutions };
}

/** By its index in the deployment; by its URL if the run was saved before endpoints had that index. */
function virtualServerOf(
  { virtualServer, virtualServerIndex }: Endpoint,
  { virtualServers }: Deployment,
): VirtualServer | undefined {
  if (virtualServerIndex !== undefined) return virtualServers[virtualServerIndex];
  return virtualServers.find(({ url }) => url === virtualServer);
}

function groupByVirtualServer(
  members: readonly DeploymentMember[],
): ReadonlyMap<VirtualServer, readonly DeploymentMember[]> {
  const groups = new Map<VirtualServer, DeploymentMember[]>();
  for (const member of members) {
    if (member.virtualServer === undefined) continue;
    const group = groups.get(member.virtualServer);
    if (group === undefined) groups.set(member.virtualServer, [member]);
    else group.push(member);
  }
  return groups;
}

function ask(check: DeploymentCheck, facts: DeploymentFacts): readonly DeploymentAnswer[] {
  try {
    return check.judge(facts);
  } catch (error) {
    return [{ judgement: internalError(error), endpoints: [] }];
  }
}
