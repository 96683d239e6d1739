import type { Role } from '../../model/vocabulary.ts';
import type { DeploymentAnswer, DeploymentFacts, DeploymentMember, VirtualServer } from '../define-deployment-check.ts';
import type { Judgement } from '../judgement.ts';

/** The endpoints of one virtual server in any of these roles. */
export function membersOf(
  { membersByVirtualServer }: DeploymentFacts,
  virtualServer: VirtualServer,
  roles: readonly Role[],
): readonly DeploymentMember[] {
  return (membersByVirtualServer.get(virtualServer) ?? []).filter(({ observation }) =>
    roles.includes(observation.endpoint.role),
  );
}

/** Roles under which the servers themselves answer. */
export const serverRoles: readonly Role[] = ['virtual-server', 'as-host', 'download-host'];

/** One answer for each virtual server, naming the endpoints that were looked at. */
export function judgeEach(
  facts: DeploymentFacts,
  judge: (virtualServer: VirtualServer) => {
    readonly judgement: Judgement;
    readonly members: readonly DeploymentMember[];
  },
): readonly DeploymentAnswer[] {
  return facts.deployment.virtualServers.map((virtualServer) => {
    const { judgement, members } = judge(virtualServer);
    return { judgement, endpoints: members.map(({ report }) => report.id) };
  });
}

/** Whether a certificate was seen there, decodable or not. */
export function wasSeen({ report }: DeploymentMember): boolean {
  return report.chain.length > 0;
}

/** `cwa01.contoso.local (10.0.0.11:443)`, or the address alone. */
export function placeOf({ observation: { endpoint } }: DeploymentMember): string {
  const address = `${endpoint.address ?? endpoint.host}:${endpoint.port}`;
  return endpoint.server === null ? address : `${endpoint.server} (${address})`;
}

/** `cwa01.contoso.local`, or the address of a server that is not declared. */
export function serverOf({ observation: { endpoint } }: DeploymentMember): string {
  return endpoint.server ?? endpoint.address ?? endpoint.host;
}
