import assert from 'node:assert/strict';

import type { Deployment } from '../../src/model/deployment.ts';
import type { JudgementContext } from '../../src/evaluate/contract.ts';
import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { type EndpointReport, endpointReportSchema } from '../../src/model/endpoint-report.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Handshake } from '../../src/model/handshake.ts';
import type { PolicyOverrides } from '../../src/model/policy-overrides.ts';
import { contextWith } from '../evaluate/context.ts';
import { endpointWith, handshakeWith, now, observationWith } from '../evaluate/observation.ts';

/** What a test says of one endpoint; everything left out is as it should be. */
export interface Scene {
  /** DER as presented, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** Anchors of the role's one store. */
  readonly anchors?: readonly Uint8Array[];
  readonly publicAnchors?: readonly Uint8Array[];
  readonly endpoint?: Partial<Endpoint>;
  readonly handshake?: Partial<Handshake> | null;
  readonly observation?: Partial<EndpointObservation>;
  readonly thresholds?: NonNullable<PolicyOverrides['thresholds']>;
  /** What is declared of the deployment `contoso`. */
  readonly deployment?: Deployment;
  readonly now?: Date;
  /** What is known of public suffixes and top-level domains; absent: that single labels are suffixes. */
  readonly suffixes?: Pick<JudgementContext, 'isPublicSuffix' | 'isTopLevelDomain'>;
}

/** The finding of one check about a scene, through the real judgement; the whole report has to fit its schema. */
export function findingOf(check: string, scene: Scene): Finding {
  const finding = reportOf(scene).findings.find((candidate) => candidate.check === check);
  assert.ok(finding !== undefined, `no finding of ${check}`);
  return finding;
}

/** The whole report about a scene, with its causes. */
export function reportOf(scene: Scene): EndpointReport {
  const {
    chain,
    anchors = [],
    publicAnchors = [],
    endpoint,
    handshake = {},
    observation,
    thresholds,
    deployment,
  } = scene;
  const observed = observationWith(chain, {
    endpoint: endpointWith(endpoint),
    handshake: handshake === null ? null : handshakeWith(handshake),
    ...observation,
  });
  const context = contextWith(anchors, {
    publicAnchors,
    now: scene.now ?? now,
    ...scene.suffixes,
    overrides: new Map([['contoso', thresholds === undefined ? {} : { thresholds }]]),
    ...(deployment === undefined ? {} : { deployments: new Map([['contoso', deployment]]) }),
  });
  const report = createJudge(context).evaluateEndpoint(observed);
  endpointReportSchema.parse(report);
  return report;
}

/** A structure that says it is longer than it is: present, and malformed. */
export const malformed = Uint8Array.of(0x30, 0x05);

/** The same certificate with another signature: its last byte is the signature's. */
export function forge(der: Uint8Array): Uint8Array {
  return Uint8Array.from(der, (byte, index) => (index === der.length - 1 ? byte ^ 0x01 : byte));
}

/** The policy for any TLS server, in its one role. */
export const plainServer = {
  policy: 'tls-server',
  role: 'server',
  deployment: null,
  virtualServer: null,
  access: null,
  trust: [{ list: null, stores: ['contoso'] }],
} as const satisfies Partial<Endpoint>;

/** The MTLS listener of cwa01. */
export const mtlsListener = {
  role: 'mtls',
  host: 'cwa01.contoso.local',
  port: 5061,
  serverName: 'cwa01.contoso.local',
  trust: [{ list: 'mtls', stores: ['contoso'] }],
} as const satisfies Partial<Endpoint>;

/** Asserts that it fails, by which fault, and with which words first. */
export function assertFault(finding: Finding, fault: string, title: string): void {
  assert.deepEqual([finding.outcome, finding.fault], ['fail', fault], finding.message);
  assert.ok(finding.message.startsWith(`${title}. `), finding.message);
}

/** Asserts outcome and reason in one line. */
export function assertOutcome(finding: Finding, outcome: Finding['outcome'], reason: string | null = null): void {
  assert.deepEqual([finding.outcome, finding.reason], [outcome, reason], finding.message);
}
