import { randomBytes } from 'node:crypto';

import type { Budget } from '../../src/async/deadlines.ts';
import { createInStep } from '../../src/async/in-step.ts';
import type { CollectorOptions } from '../../src/collect/contract.ts';
import { createCollector } from '../../src/collect/collector.ts';
import type { Endpoint, ResolvedEndpoint } from '../../src/model/endpoint.ts';
import { endpointId } from '../../src/model/endpoint-id.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createConnector } from '../../src/net/connector.ts';
import { createKeyShare } from '../../src/tls/keys/key-share.ts';

/** What production hands in, with Node's own randomness and clock. */
export const collectorOptions: CollectorOptions = {
  connect: createConnector(createInStep(), { families: createAddressFamilies() }),
  random: (length) => new Uint8Array(randomBytes(length)),
  keyShare: createKeyShare,
  provePossession: false,
  keyTypes: 'default',
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};

/** An endpoint of the generic role on loopback. */
export function endpointAt(
  listener: { readonly port: number },
  changes: Partial<Omit<Endpoint, 'address'>> & { readonly address?: string } = {},
): ResolvedEndpoint {
  const host = 'www.contoso.test';
  const address = '127.0.0.1';
  const { port } = listener;
  return {
    id: endpointId({ deployment: null, authority: null, role: 'server', host, address, port }),
    deployment: null,
    virtualServer: null,
    server: null,
    policy: 'tls-server',
    role: 'server',
    host,
    port,
    address,
    serverName: host,
    access: null,
    keyType: null,
    names: { url: null, server: null, proxy: null, externalUrl: null },
    reverseProxyProduct: null,
    trust: [],
    probeWithoutServerName: false,
    ...changes,
  };
}

/** Time enough for every server on loopback. */
export const ampleMs = 20_000;

/** A budget that ends with its time, as a scan hands it out. */
export function budget(timeoutMs = ampleMs): Budget {
  return { signal: AbortSignal.timeout(timeoutMs), timeoutMs };
}

/** Collects one endpoint with a collector of its own. */
export async function collect(
  endpoint: ResolvedEndpoint,
  options: Partial<CollectorOptions> = {},
  timeoutMs?: number,
): Promise<EndpointObservation> {
  const [observation] = await createCollector({ ...collectorOptions, ...options })(endpoint, budget(timeoutMs));
  if (observation === undefined) throw new Error('a collector that hands back nothing');
  return observation;
}
