import type { PolicyId } from '../model/vocabulary.ts';
import { cwa2007R2 } from './cwa-2007-r2.ts';
import type { Policy } from './policy.ts';
import { tlsServer } from './tls-server.ts';

/** Every policy there is. */
export const policies: Readonly<Record<PolicyId, Policy>> = {
  'cwa-2007-r2': cwa2007R2,
  'tls-server': tlsServer,
};

/** The policy of that id. */
export function findPolicy(id: PolicyId): Policy {
  return policies[id];
}
