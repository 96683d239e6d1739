import assert from 'node:assert/strict';

import type { AuditRequest } from '../../src/audit/contract.ts';
import { evaluateSaved } from '../../src/audit/evaluate-saved.ts';
import { prepareAudit } from '../../src/audit/prepare-audit.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { NameResolution } from '../../src/model/deployment.ts';
import type { SavedRun } from '../../src/model/saved-run.ts';
import type { ScanSummary } from '../../src/model/scan-report.ts';
import { decodeObservation, encodeObservation } from '../../src/model/saved-documents.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { handshakeWith, now, observationWith } from '../evaluate/observation.ts';
import { environment } from './auditing.ts';

/** What was seen of one endpoint. */
export interface Sighting {
  /** Leaf first; absent: nothing answered. */
  readonly chain?: readonly Uint8Array[];
  /** Null: who scanned dialed it. Absent: its own site. */
  readonly seenFrom?: string | null;
  /** Where its name led, if it has no address. */
  readonly address?: string;
  /** By name, where DNS leads for the names that it is to look up; absent: all of them to one address. An empty list: not found. */
  readonly dns?: Readonly<Record<string, readonly string[]>>;
}

/** What a run of saved observations came to. */
export interface Sighted {
  readonly reports: readonly EndpointReport[];
  readonly summary: ScanSummary;
  readonly observations: readonly EndpointObservation[];
}

/** Trust stores of one root each, by name. */
type Roots = Readonly<Record<string, Uint8Array>>;

/** Expands a targets file with these trust stores, lets every endpoint be seen, saves what was seen, and judges it. */
export async function judgeSighted(
  targets: Readonly<Record<string, unknown>>,
  roots: Roots,
  see: (endpoint: Endpoint) => Sighting,
  { nameResolutions = [], policy }: { nameResolutions?: readonly NameResolution[]; policy?: Policy } = {},
): Promise<Sighted> {
  const request = prepare(targets, roots, policy);
  const observations = [...(request.endpoints as Iterable<Endpoint>)].map((endpoint, index) => {
    const json = JSON.parse(JSON.stringify(encodeObservation(observe(endpoint, index, see(endpoint)))));
    const saved = decodeObservation(json);
    assert.ok(saved.ok);
    return saved.value;
  });
  const run = {
    ...runOf(request, roots, nameResolutions),
    ...(policy && { policies: [[...policy.documents]] }),
  };
  const reports: EndpointReport[] = [];
  for await (const event of evaluateSaved(run, observations, { failOn: 'error', at: undefined }, environment())) {
    if (event.kind === 'summary') return { reports, summary: event.summary, observations };
    reports.push(event.report);
  }
  throw new Error('the run has no summary');
}

function prepare(targets: Readonly<Record<string, unknown>>, roots: Roots, policy?: Policy): AuditRequest {
  const trustStores = Object.fromEntries(Object.keys(roots).map((name) => [name, { files: [name] }]));
  const plan = prepareAudit({
    targets: { trustStores, ...targets },
    trustFiles: new Map(Object.entries(roots)),
    ...(policy && { policies: new Map([[policy.id, policy]]) }),
  });
  assert.ok(plan.ok, JSON.stringify(plan));
  return plan.value;
}

function observe(endpoint: Endpoint, index: number, sighting: Sighting): EndpointObservation {
  const { chain = [], seenFrom = endpoint.site, address = endpoint.address, dns } = sighting;
  const place = address ?? '192.0.2.1';
  const looked = endpoint.resolves?.map((name) => answerOf(name, dns === undefined ? ['192.0.2.1'] : dns[name]));
  const refused = { stage: 'tcp', kind: 'refused', message: `${place} refused the connection.` } as const;
  return observationWith(chain, {
    index,
    endpoint: { ...endpoint, address: place, id: endpoint.id.replace('@-:', `@${place}:`) },
    ...(seenFrom == null ? {} : { seenFrom }),
    ...(looked === undefined ? {} : { nameResolutions: looked }),
    ...(chain.length === 0
      ? { failure: refused, handshake: null }
      : { handshake: handshakeWith({ serverName: endpoint.serverName }) }),
  });
}

function answerOf(name: string, addresses: readonly string[] = []): NameResolution {
  const failure = { stage: 'dns', kind: 'not-found', message: `${name} does not exist.` } as const;
  return { name, addresses: [...addresses], failure: addresses.length === 0 ? failure : null };
}

function runOf(
  { deployments, inputs }: AuditRequest,
  roots: Roots,
  nameResolutions: readonly NameResolution[],
): SavedRun {
  return {
    schemaVersion: '1.0',
    tool: { name: 'certmuster', version: '0.0.0' },
    startedAt: now.toISOString(),
    finishedAt: now.toISOString(),
    asOf: now.toISOString(),
    complete: true,
    inputs: [...inputs],
    options: {},
    failOn: 'error',
    deployments: [...deployments],
    trustStores: Object.entries(roots).map(([name, root]) => ({ name, source: name, date: null, anchors: [root] })),
    nameResolutions: [...nameResolutions],
  };
}
