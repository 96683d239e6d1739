import { audit } from '../../src/audit/audit.ts';
import type { AuditEnvironment, AuditEvent, AuditOptions, AuditRequest } from '../../src/audit/contract.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { TrustStore } from '../../src/pki/path/path.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import { noNames } from '../net/no-names.ts';

export const auditOptions: AuditOptions = {
  concurrency: 16,
  timeoutMs: 20_000,
  at: undefined,
  resolve: new Map(),
  dnsServers: [noNames],
  provePossession: false,
  keyTypes: 'default',
  failOn: 'error',
};

/** A request for these endpoints; everything else as a plain scan has it. */
export function requestFor(
  endpoints: AuditRequest['endpoints'],
  changes: Partial<Omit<AuditRequest, 'options'>> & { readonly options?: Partial<AuditOptions> } = {},
): AuditRequest {
  const { options = {}, ...rest } = changes;
  return {
    deployments: [],
    endpoints,
    stores: new Map(),
    inputs: [],
    recordedOptions: {},
    ...rest,
    options: { ...auditOptions, ...options },
  };
}

/** The real clock, and a signal that nobody aborts. */
export function environment(changes: Partial<AuditEnvironment> = {}): AuditEnvironment {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    signal: new AbortController().signal,
    ...changes,
  };
}

export type EndpointEvent = Extract<AuditEvent, { kind: 'endpoint' }>;
export type SummaryEvent = Extract<AuditEvent, { kind: 'summary' }>;

/** What an audit yielded: endpoints in expansion order, and the summary that came last. */
export interface Audited {
  readonly endpoints: readonly EndpointEvent[];
  readonly summary: SummaryEvent;
}

/** Runs an audit to its end. */
export async function runAudit(request: AuditRequest, changes: Partial<AuditEnvironment> = {}): Promise<Audited> {
  return readEvents(audit(request, environment(changes)));
}

export async function readEvents(events: AsyncIterable<AuditEvent>): Promise<Audited> {
  const endpoints: EndpointEvent[] = [];
  let summary: SummaryEvent | undefined;
  for await (const event of events) {
    if (summary !== undefined) throw new Error('an event after the summary');
    if (event.kind === 'summary') summary = event;
    else endpoints.push(event);
  }
  if (summary === undefined) throw new Error('an audit without a summary');
  return { endpoints: endpoints.sort((a, b) => a.index - b.index), summary };
}

/** A store of one name with these anchors. */
export function storeOf(name: string, anchors: readonly Uint8Array[]): TrustStore {
  const store = createTrustStore({ name, source: 'made by a test', date: null, anchors });
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}

/** Judges by these stores. */
export function trusting(endpoint: Endpoint, ...stores: readonly string[]): Endpoint {
  return { ...endpoint, trust: [{ list: null, stores: [...stores] }] };
}
