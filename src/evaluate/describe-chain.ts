import type { FetchedEvidence } from '../checks/evidence.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Chain } from './chain-memory.ts';
import { summarisePresented } from './summarise-certificate.ts';
import { summariseIssuers, summariseTrust, undecodableTrust } from './summarise-trust.ts';

/** A chain as reports show it. */
export function describeChain(
  endpoint: Endpoint,
  { presented = [], trust = [], publicTrust }: Chain['evidence'],
  fetched: FetchedEvidence | undefined,
): Chain['description'] {
  const chain = presented.map(summarisePresented);
  const first = presented[0]?.certificate;
  if (first?.ok === false) {
    const stores = endpoint.trust.flatMap((list) => list.stores);
    return { chain, trust: [...undecodableTrust(stores, first.error.message)], issuers: [], publiclyTrusted: null };
  }
  return {
    chain,
    trust: [...summariseTrust(trust)],
    issuers: summariseIssuers(trust, presented, fetched),
    publiclyTrusted: publicTrust?.ok ?? null,
  };
}
