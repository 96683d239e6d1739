import type { Deployment } from '../../model/deployment.ts';

/** What the declarations leave out, or what they say that the specification does not allow; whole sentences. */
export function describeGaps(deployments: readonly Deployment[]): readonly string[] {
  return deployments.flatMap(({ name, virtualServers }) =>
    virtualServers.flatMap((virtualServer) =>
      gapsOf(virtualServer).map((gap) => `${name === null ? '' : `${name}: `}${gap}`),
    ),
  );
}

function gapsOf({ url, servers, loadBalancer, access }: Deployment['virtualServers'][number]): readonly string[] {
  const gaps: string[] = [];
  if (servers.length === 0) {
    gaps.push(
      `${url} declares no servers, so their MTLS certificates, and the servers that need the SSL certificate, are missing here. Declare "servers" in a targets file.`,
    );
  }
  if (loadBalancer?.decryptsTls === false) {
    gaps.push(
      access === 'internal'
        ? `The load balancer of ${url} passes TLS through, so no certificate is installed on it.`
        : `The load balancer of ${url} passes TLS through. The specification requires the load balancer of an external virtual server to decrypt TLS; it then needs the certificate of the servers too.`,
    );
  }
  return gaps;
}
