import assert from 'node:assert/strict';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { type DeploymentFinding, deploymentFindingSchema, type Finding } from '../../src/model/finding.ts';
import type { Handshake } from '../../src/model/handshake.ts';
import type { PolicyDocument } from '../../src/model/policy-document.ts';
import type { RoleDocument } from '../../src/model/role-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';
import { type Policies, standardPolicies } from '../../src/policy/policies.ts';
import { contextWith } from '../evaluate/context.ts';
import { endpointWith, handshakeWith, observationWith } from '../evaluate/observation.ts';

const standard = 'Redis security standard, section 4';

/** The standard policies, and `redis` with these roles over those of `tls-server`. */
export function policiesWith(
  roles: Readonly<Record<string, RoleDocument>>,
  more: Partial<PolicyDocument> = {},
): Policies {
  const document: PolicyDocument = {
    id: 'redis',
    title: 'Redis',
    extends: 'tls-server',
    source: standard,
    roles,
    ...more,
  };
  return new Map([...standardPolicies, ['redis', compilePolicy([tlsServer, document])]]);
}

/** What a test says of an endpoint in the role `node` of the policy `redis`. */
export interface SceneOfRole {
  readonly chain: readonly Uint8Array[];
  readonly anchors?: readonly Uint8Array[];
  readonly publicAnchors?: readonly Uint8Array[];
  readonly endpoint?: Partial<Endpoint>;
  readonly handshake?: Partial<Handshake>;
  readonly source?: 'network' | 'request';
  readonly deployment?: Deployment;
  readonly policy?: Partial<PolicyDocument>;
}

/** A host of contoso outside any deployment. */
export const node: Partial<Endpoint> = {
  policy: 'redis',
  role: 'node',
  deployment: null,
  virtualServer: null,
  server: null,
  access: null,
  names: { url: null, server: null, proxy: null, externalUrl: null },
  trust: [{ list: null, stores: ['contoso'] }],
};

/** The whole report about it under a role that demands this. */
export function reportOfRole(role: RoleDocument, scene: SceneOfRole): EndpointReport {
  const {
    chain,
    anchors = [],
    publicAnchors = [],
    endpoint,
    handshake,
    source = 'network',
    deployment,
    policy,
  } = scene;
  const context = contextWith(anchors, {
    publicAnchors,
    policies: policiesWith({ node: { title: 'Redis node', ...role } }, policy),
    ...(deployment === undefined ? {} : { deployments: new Map([['contoso', deployment]]) }),
  });
  const observation = observationWith(chain, {
    endpoint: endpointWith({ ...node, ...endpoint }),
    handshake: source === 'request' ? null : handshakeWith(handshake),
    source,
  });
  return createJudge(context).evaluateEndpoint(observation);
}

/** What one check says. */
export function findingOfRole(check: string, role: RoleDocument, scene: SceneOfRole): Finding {
  const finding = reportOfRole(role, scene).findings.find((candidate) => candidate.check === check);
  assert.ok(finding !== undefined, `no finding of ${check}`);
  return finding;
}

/** Whether a check is part of the report at all. */
export function isPartOfReport(check: string, role: RoleDocument, scene: SceneOfRole): boolean {
  return reportOfRole(role, scene).findings.some((candidate) => candidate.check === check);
}

/** An endpoint of a deployment with parameters, and what it presents; nothing: it refuses. */
export interface Place {
  readonly role: string;
  readonly host: string;
  readonly address?: string;
  readonly elements?: NonNullable<Endpoint['elements']>;
  readonly chain: readonly Uint8Array[];
}

/** What one check says across a deployment, with its causes. */
export function acrossRoles(
  check: string,
  roles: Readonly<Record<string, RoleDocument>>,
  places: readonly Place[],
  parameters: NonNullable<Deployment['parameters']> = {},
  more: Partial<PolicyDocument> = {},
) {
  const context = contextWith([], { policies: policiesWith(roles, more) });
  const judge = createJudge(context);
  const endpoints = places.map(({ role, host, address = '10.0.0.1', elements, chain }) => {
    const id = `contoso|${role}/${host}@${address}:443`;
    const place = { ...node, id, deployment: 'contoso', role, host, address, serverName: host };
    const endpoint = endpointWith(elements === undefined ? place : { ...place, elements });
    const observation = observationWith(chain, {
      endpoint,
      ...(chain.length === 0
        ? { failure: { stage: 'tcp', kind: 'refused', message: 'Refused.' }, handshake: null }
        : {}),
    });
    return { observation, report: judge.evaluateEndpoint(observation) };
  });
  const deployment: Deployment = {
    name: 'contoso',
    policy: 'redis',
    policyOverrides: {},
    parameters,
    virtualServers: [],
  };
  const judged = judge.evaluateDeployment({ deployment, endpoints, nameResolutions: [] });
  for (const finding of judged.findings) deploymentFindingSchema.parse(finding);
  const findings: readonly DeploymentFinding[] = judged.findings.filter((finding) => finding.check === check);
  return { findings, causes: judged.causes };
}
