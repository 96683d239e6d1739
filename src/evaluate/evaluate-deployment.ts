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
import { findSeverity } from '../policy/find-severity.ts';
import type { Policy } from '../policy/policy.ts';
import { type AnswerAcross, concludeAcross } from './conclude-across.ts';
import type { DeploymentEvidence, JudgedAcross, JudgedEndpoint } from './contract.ts';
import type { JudgementRun } from './judgement-run.ts';
import { internalError } from './run-check.ts';
import { waivableEndpoint } from './waivable-endpoint.ts';
import { waiveCauses } from './waive-causes.ts';

/** Judges what only shows across a deployment: a finding for each virtual server that a check concerns. Never throws. */
export function evaluateDeployment(evidence: DeploymentEvidence, run: JudgementRun): JudgedAcross {
  const { deployment } = evidence;
  const { policy } = run.policyOf(deployment.policy, deployment.name);
  const facts = gatherFacts(evidence, policy.roles, run);
  const reports = new Map(evidence.endpoints.map(({ report }) => [report.id, report]));
  const answers = deploymentChecks.flatMap((check): readonly AnswerOfDeployment[] => {
    if (!Object.hasOwn(policy.severities, check.id)) return [];
    return ask(check, facts).flatMap(({ judgement, endpoints, role, subject }) => {
      const circumstances = { role: role ?? 'virtual-server', access: null, protocol: null };
      const severity = findSeverity(policy, check.id, circumstances, judgement.failure?.fault);
      return severity === undefined
        ? []
        : [
            {
              check,
              severity,
              judgement,
              endpoints,
              subject,
              demandedBy: role === undefined ? undefined : policy.roles[role],
            },
          ];
    });
  });
  return concludeAcross(answers, (answer) => {
    const concerned = answer.endpoints.flatMap((id) => reports.get(id) ?? []);
    return {
      deployment: deployment.name,
      reports: concerned,
      subject: `${deployment.name ?? ''}|${answer.subject ?? concerned[0]?.virtualServer ?? ''}`,
      waive: (causes) =>
        waiveCauses(causes, deployment.waivers ?? [], {
          now: run.context.now,
          endpoints: concerned.map((report) => waivableEndpoint(report, run.decode)),
          isAcross: true,
        }),
    };
  });
}

/** `subject`: what the check tells it apart by. */
interface AnswerOfDeployment extends AnswerAcross {
  readonly subject: string | undefined;
}

function gatherFacts(
  { deployment, endpoints, nameResolutions }: DeploymentEvidence,
  roles: Policy['roles'],
  { decode }: JudgementRun,
): DeploymentFacts {
  const members = endpoints.map(({ observation, report }: JudgedEndpoint) => {
    const [der] = observation.certificates;
    const certificate = der === undefined ? undefined : decode(der).certificate;
    const leaf = certificate?.ok === true ? certificate.value : undefined;
    return { observation, report, leaf, virtualServer: virtualServerOf(observation.endpoint, deployment) };
  });
  return { deployment, members, membersByVirtualServer: groupByVirtualServer(members), nameResolutions, roles };
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
