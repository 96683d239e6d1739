import type { AuditOptions } from './contract.ts';

/** What an audit does where nothing else is asked for. */
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
