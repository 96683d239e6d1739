import { objectToXmppTo, xmppDomainFault } from '../model/xmpp-domain.ts';
import type { TargetDeclaration } from '../model/targets-file.ts';
import type { Role } from '../model/vocabulary.ts';
import { findPolicy } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';
import { defaultSniProbe } from './sni-probe.ts';
import type { ParseContext } from './parse-context.ts';
import { mergeOverrides } from '../model/merge-overrides.ts';
import { checkOverrides } from './check-overrides.ts';
import { checkAlpn } from './check-alpn.ts';
import { chooseRole, objectToHost } from './choose-role.ts';
import { checkStores } from './check-stores.ts';
import { checkTargetWaivers } from './check-waivers.ts';
import { noDefaults } from './defaults.ts';
import { parseFetch } from './parse-fetch.ts';
import { isWithUser, parseRoute, type Route } from './parse-route.ts';
import { parseSite } from './parse-sites.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';
import { type Place, readPlace } from './read-place.ts';
import { quote } from '../model/problem.ts';
import type { Partly } from '../model/shape-problems.ts';
import { storesOfRole } from './role-stores.ts';
import type { PlainTarget } from './targets.ts';
import { startTlsPort } from './url-schemes.ts';
import { objectToSize } from './host-range.ts';
import { httpsPort } from './virtual-server-url.ts';

/** Reads one target outside any deployment: an entry of `targets`, or a line of a list. */
export function parsePlainTarget(declared: Partly<TargetDeclaration>, path: Path, context: ParseContext): PlainTarget {
  const { collector, policies, defaults = noDefaults } = context;
  const place = readPlace(declared, path, context);
  const { host } = place;
  const chosen = chooseRole(declared, policies);
  if (!chosen.ok) collector.report([...path, chosen.error.field], chosen.error.message);
  const { role, policy } = chosen.ok ? chosen.value : { role: 'server', policy: 'tls-server' };
  const objection = host.text === '' ? undefined : objectToHost(host.text, role, place.ports?.[0]);
  if (objection !== undefined) collector.report([...path, objection.field], objection.message);
  const serverName = collector.host([...path, 'serverName'], declared.serverName);
  if (serverName.isAddress) collector.report([...path, 'serverName'], 'an IP address cannot be sent as server name');
  const { range } = place;
  const ports = place.ports ?? ([place.startTls === undefined ? httpsPort : startTlsPort(place.startTls)] as const);
  const [port, ...morePorts] = ports;
  const excess = objectToSize(range?.addresses, ports);
  if (excess !== undefined) collector.report([...path, 'host'], `${quote(declared.host ?? '')} ${excess}`);
  if (range !== undefined && declared.address !== undefined)
    collector.report([...path, 'address'], 'cannot be given for a range; leave it out');
  return {
    host: host.text,
    isAddress: host.isAddress,
    ...(range && { range }),
    port,
    ...(morePorts.length > 0 && { morePorts }),
    address: collector.address([...path, 'address'], declared.address),
    serverName: declared.serverName === undefined ? undefined : serverName.text,
    ...readSniProbe(declared.sniProbe, [...path, 'sniProbe'], collector),
    role,
    policy,
    hasVirtualServers: findPolicy(policy, policies).topology === 'cwa',
    ...(place.startTls && { startTls: place.startTls }),
    route: parseTargetRoute(declared, path, context),
    site: declared.site === undefined ? defaults.site : parseSite(declared.site, [...path, 'site'], context),
    alpn: checkAlpn(declared.alpn, place.alpn, [...path, 'alpn'], collector) ?? place.alpn,
    ...readXmppTo(declared.xmppTo, place, [...path, 'xmppTo'], context),
    trust: declared.trust
      ? checkStores(declared.trust, [...path, 'trust'], context)
      : (defaults.trust ?? ownStores({ role, policy: findPolicy(policy, policies) }, [...path, 'trust'], context)),
    ...readJudging(declared, { role, policy: findPolicy(policy, policies) }, path, context),
    ...(place.hasRest && { hasRest: true }),
  };
}

/** A line of a list cannot say where a password is. */
function parseTargetRoute(declared: Partly<TargetDeclaration>, path: Path, context: ParseContext): Route {
  const { collector, defaults } = context;
  const route = parseRoute(declared, (defaults ?? noDefaults).route, path, collector);
  if (defaults === undefined && route.proxy !== undefined && isWithUser(route.proxy))
    collector.report([...path, 'proxy'], 'has a user, which is not possible in a list; use a targets file, or --proxy');
  return route;
}

/** Lists have no trust stores of their own; `--trust` names them. */
function ownStores(
  judged: { readonly role: Role; readonly policy: Policy },
  path: Path,
  context: ParseContext,
): readonly string[] | undefined {
  return context.defaults === undefined ? undefined : storesOfRole(judged, path, context);
}

/** How the target is judged and what is fetched for it, where it is not as the policy has it. */
function readJudging(
  declared: Partly<TargetDeclaration>,
  { role, policy }: { readonly role: Role; readonly policy: Policy },
  path: Path,
  context: ParseContext,
): Pick<PlainTarget, 'policyOverrides' | 'waivers' | 'fetch'> {
  const { collector, defaults = noDefaults } = context;
  const own = checkOverrides(declared.policyOverrides ?? {}, policy, [...path, 'policyOverrides'], collector);
  const policyOverrides = mergeOverrides(defaults.policyOverrides, own);
  const declaredWaivers = declared.waivers ?? [];
  const waivers = [
    ...checkTargetWaivers(declaredWaivers, { role, policy }, [...path, 'waivers'], context),
    ...defaults.waivers,
  ];
  const fetch =
    declared.fetch === undefined ? defaults.fetch : parseFetch(declared.fetch, [...path, 'fetch'], collector);
  return {
    ...(Object.keys(policyOverrides).length > 0 && { policyOverrides }),
    ...(waivers.length > 0 && { waivers }),
    ...(fetch && { fetch }),
  };
}

function readSniProbe(
  wish: boolean | string | undefined,
  path: Path,
  collector: ProblemCollector,
): Pick<PlainTarget, 'sniProbe'> | undefined {
  if (wish === undefined || wish === false) return undefined;
  if (wish === true) return { sniProbe: defaultSniProbe };
  const name = collector.host(path, wish);
  if (name.isAddress) collector.report(path, 'an IP address cannot be sent as server name');
  return { sniProbe: name.text };
}

function readXmppTo(
  domain: string | undefined,
  { startTls }: Place,
  path: Path,
  { collector }: ParseContext,
): Pick<PlainTarget, 'xmppTo'> {
  if (domain === undefined) return {};
  const fault = xmppDomainFault(domain) ?? objectToXmppTo(startTls);
  if (fault !== undefined) collector.report(path, fault);
  return { xmppTo: domain };
}
