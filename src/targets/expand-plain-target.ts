import { endpointId } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Role } from '../model/vocabulary.ts';
import { routeOf } from './parse-route.ts';
import { rolePrefixes } from './choose-role.ts';
import { spreadTarget } from './spread-target.ts';
import type { PlainTarget } from './targets.ts';

/** The trust list of targets that declare none, and the notice that says so. */
export const defaultStores: readonly string[] = ['mozilla'];
export const defaultStoresNotice = 'For targets without a trust list the Mozilla store is used.';

/** The endpoints of a target outside any deployment, made one by one: a range may have many. */
export function* expandPlainTargets(target: PlainTarget): Generator<Endpoint> {
  for (const single of spreadTarget(target)) yield expandPlainTarget(single);
}

/** The endpoint of a target of one host and one port. What its role expects is derived from the host alone; an address of a range is no name. */
export function expandPlainTarget(target: PlainTarget): Endpoint {
  const { host, isAddress, port, role, policy } = target;
  const address = target.address ?? (isAddress ? host : null);
  const serverName = target.serverName ?? (isAddress ? null : host);
  return {
    id: endpointId({ deployment: null, authority: null, role, host, address, port }),
    deployment: null,
    virtualServer: null,
    server: role === 'mtls' ? host : null,
    policy,
    role,
    host,
    port,
    address,
    serverName,
    access: 'external',
    keyType: null,
    ...(target.alpn === undefined ? undefined : { alpn: [...target.alpn] }),
    ...(target.startTls === undefined ? undefined : { startTls: target.startTls }),
    ...(target.xmppTo === undefined ? undefined : { xmppTo: target.xmppTo }),
    ...(target.range === undefined ? undefined : { range: target.range.text }),
    names: target.range === undefined ? namesFromHost(host, role) : noNames,
    reverseProxyProduct: null,
    trust: [{ list: null, stores: [...(target.trust ?? defaultStores)] }],
    probeWithoutServerName: (target.hasVirtualServers || target.sniProbe !== undefined) && serverName !== null,
    ...(target.sniProbe === undefined ? undefined : { sniProbe: target.sniProbe }),
    ...(target.route && routeOf(target.route)),
    ...(target.site === undefined ? undefined : { site: target.site }),
    ...(target.fetch && { fetch: target.fetch }),
    ...(target.policyOverrides && { policyOverrides: target.policyOverrides }),
    ...(target.waivers && { waivers: [...target.waivers] }),
  };
}

const noNames: Endpoint['names'] = { url: null, server: null, proxy: null, externalUrl: null };

/** Which of the names of a topology the host stands for; the role decides. */
function namesFromHost(host: string, role: Role): Endpoint['names'] {
  const none = noNames;
  switch (role) {
    case 'server':
      return none;
    case 'mtls':
      return { ...none, server: host };
    case 'reverse-proxy-external':
      return { ...none, url: host, proxy: host, externalUrl: host };
    default:
      return { ...none, url: host.slice((rolePrefixes[role] ?? '').length) };
  }
}
