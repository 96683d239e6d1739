import assert from 'node:assert/strict';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { Deployment, NameResolution } from '../../src/model/deployment.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { type DeploymentFinding, deploymentFindingSchema } from '../../src/model/finding.ts';
import { contextWith } from '../evaluate/context.ts';
import { endpointWith, handshakeWith, observationWith } from '../evaluate/observation.ts';

export type VirtualServer = Deployment['virtualServers'][number];

/** An external virtual server of two servers, without balancer and proxy. */
export function virtualServerWith(changes: Partial<VirtualServer> = {}): VirtualServer {
  return {
    url: 'https://im.contoso.com',
    host: 'im.contoso.com',
    access: 'external',
    loadBalancer: null,
    reverseProxy: null,
    servers: [
      { fqdn: 'cwa01.contoso.local', mtlsPort: 5061 },
      { fqdn: 'cwa02.contoso.local', mtlsPort: 5061 },
    ],
    ...changes,
  };
}

/** One endpoint as observed: where it stands and what it presented; nothing presented means refused. */
export function observed(
  endpoint: Partial<Endpoint>,
  certificates: readonly Uint8Array[],
  changes: Partial<EndpointObservation> = {},
): EndpointObservation {
  const { role = 'virtual-server', host = 'im.contoso.com', address = '10.0.0.11', port = 443 } = endpoint;
  const id = `contoso|im.contoso.com/${role}/${host}@${address}:${port}`;
  const refused = { stage: 'tcp', kind: 'refused', message: `${address}:${port} refused the connection.` } as const;
  return observationWith(certificates, {
    endpoint: endpointWith({ id, ...endpoint }),
    ...(certificates.length === 0 ? { failure: refused, handshake: null } : { handshake: handshakeWith() }),
    ...changes,
  });
}

/** The findings of one check across a deployment, through the real judgement of every endpoint. */
export function deploymentFindings(
  check: string,
  scene: {
    readonly virtualServers: readonly VirtualServer[];
    readonly observations?: readonly EndpointObservation[];
    readonly anchors?: readonly Uint8Array[];
    readonly nameResolutions?: readonly NameResolution[];
  },
): readonly DeploymentFinding[] {
  const { virtualServers, observations = [], anchors = [], nameResolutions = [] } = scene;
  const context = contextWith(anchors);
  const deployment: Deployment = {
    name: 'contoso',
    policy: 'cwa-2007-r2',
    policyOverrides: {},
    virtualServers: [...virtualServers],
  };
  const endpoints = observations.map((observation) => ({
    observation,
    report: createJudge(context).evaluateEndpoint(observation),
  }));
  const { findings } = createJudge(context).evaluateDeployment({ deployment, endpoints, nameResolutions });
  for (const finding of findings) deploymentFindingSchema.parse(finding);
  return findings.filter((finding) => finding.check === check);
}

/** As `deploymentFindings` where there has to be exactly one. */
export function deploymentFinding(...parts: Parameters<typeof deploymentFindings>): DeploymentFinding {
  const [finding, ...others] = deploymentFindings(...parts);
  assert.ok(finding !== undefined && others.length === 0);
  return finding;
}
