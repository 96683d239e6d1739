import type { Endpoint } from '../model/endpoint.ts';
import type { SiteRequest } from '../model/site-messages.ts';

/** Of an endpoint what a worker needs to dial it; trust, policy and waivers stay here. */
export function toSiteRequest(endpoint: Endpoint): SiteRequest {
  const { alpn, startTls, xmppTo, proxy, proxyProtocol, sniProbe, fetch, lookupName, resolves } = endpoint;
  return {
    id: endpoint.id,
    host: endpoint.host,
    port: endpoint.port,
    address: endpoint.address,
    serverName: endpoint.serverName,
    keyType: endpoint.keyType,
    probeWithoutServerName: endpoint.probeWithoutServerName,
    ...(lookupName === undefined ? {} : { lookupName }),
    ...(alpn === undefined ? {} : { alpn }),
    ...(startTls === undefined ? {} : { startTls }),
    ...(xmppTo === undefined ? {} : { xmppTo }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(proxyProtocol === undefined ? {} : { proxyProtocol }),
    ...(sniProbe === undefined ? {} : { sniProbe }),
    ...(fetch === undefined ? {} : { fetch }),
    ...(resolves === undefined ? {} : { resolves }),
  };
}

/** The endpoint that a worker dials: what it is judged by is not known there, and has no influence on what is seen. */
export function fromSiteRequest(request: SiteRequest): Endpoint {
  return {
    ...request,
    deployment: null,
    virtualServer: null,
    server: null,
    policy: 'tls-server',
    role: 'server',
    access: null,
    names: { url: null, server: null, proxy: null, externalUrl: null },
    reverseProxyProduct: null,
    trust: [],
  };
}
