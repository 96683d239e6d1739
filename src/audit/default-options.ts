import type { AuditOptions } from './contract.ts';

/** The options of an audit that are not given. */
export const defaultAuditOptions: AuditOptions = {
  concurrency: 64,
  timeoutMs: 10_000,
  at: undefined,
  resolve: new Map(),
  dnsServers: [],
  provePossession: false,
  keyTypes: 'default',
  failOn: 'error',
};
