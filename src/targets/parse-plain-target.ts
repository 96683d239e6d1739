import { objectToXmppTo, xmppDomainFault } from '../model/xmpp-domain.ts';
import type { TargetDeclaration } from '../model/targets-file.ts';
import type { PolicyId, Role, StartTlsProtocol } from '../model/vocabulary.ts';
import { err, ok, type Result } from '../model/result.ts';
import { findPolicy, type Policies } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';
import { objectToPolicy } from './object-to-policy.ts';
import { defaultSniProbe } from './sni-probe.ts';
import { type Host, parseFqdn } from './host-name.ts';
import type { ParseContext } from './parse-context.ts';
import { mergeOverrides } from '../model/merge-overrides.ts';
import { checkOverrides } from './check-overrides.ts';
import { objectToRole } from './object-to-role.ts';
import { checkAlpn } from './check-alpn.ts';
import { checkStores } from './check-stores.ts';
import { checkTargetWaivers } from './check-waivers.ts';
import { noDefaults } from './defaults.ts';
import { parseFetch } from './parse-fetch.ts';
import { isWithUser, parseRoute, type Route } from './parse-route.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';
import { suggestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import type { Partly } from '../model/shape-problems.ts';
import { storesOfRole } from './role-stores.ts';
import { objectToStartTls, parseTargetUrl } from './target-url.ts';
import type { PlainTarget } from './targets.ts';
import { startTlsPort } from './url-schemes.ts';
import { type HostRange, objectToSize, parseHostRange, splitRange } from './host-range.ts';
import type { Ports } from './ports.ts';
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

interface Place {
  readonly host: Host;
  readonly range: HostRange | undefined;
  /** Undefined: none are declared. */
  readonly ports: Ports | undefined;
  readonly startTls: StartTlsProtocol | undefined;
  /** What the scheme of the URL demands; absent: nothing. */
  readonly alpn?: readonly string[] | undefined;
  readonly hasRest: boolean;
}

/** `host` may be a URL, as lists of monitors have it; its port is that of the target unless the target has one of its own. */
function readPlace(declared: Partly<TargetDeclaration>, path: Path, { collector }: ParseContext): Place {
  const { host: text, port, starttls: startTls } = declared;
  const ports = readPorts(declared, path, collector);
  const place = { range: undefined, ports, startTls, hasRest: false };
  if (text?.includes('://') !== true) {
    const range = text === undefined ? undefined : splitRange(text);
    if (range === undefined) return { ...place, host: collector.host([...path, 'host'], text) };
    const read =
      range.ports === undefined ? parseHostRange(range) : err(`${quote(text ?? '')} has ports; give them in \`ports\``);
    if (read.ok) return { ...place, host: { text: read.value.text, isAddress: false }, range: read.value };
    collector.report([...path, 'host'], read.error);
    return { ...place, host: { text: '', isAddress: false } };
  }
  const url = parseTargetUrl(text, ports);
  if (!url.ok) {
    collector.report([...path, 'host'], url.error);
    return { ...place, host: { text: '', isAddress: false } };
  }
  const { host, isAddress, range, hasPort, hasRest, alpn } = url.value;
  const misfit = objectToStartTls(url.value, startTls);
  if (misfit !== undefined) collector.report([...path, 'host'], misfit);
  const ofUrl = url.value.ports.join();
  if (ports !== undefined && hasPort && ports.join() !== ofUrl) {
    const field = port === undefined ? 'ports' : 'port';
    const [are, them] = url.value.ports.length === 1 ? ['port', 'one of them'] : ['ports', 'them once'];
    collector.report([...path, field], `differs from the ${are} of the URL, ${ofUrl}; give ${them}`);
  }
  return {
    host: { text: host, isAddress },
    range,
    ports: ports ?? url.value.ports,
    startTls: url.value.startTls,
    alpn,
    hasRest,
  };
}

function readPorts(
  { port, ports: several }: Partly<TargetDeclaration>,
  path: Path,
  { report }: ProblemCollector,
): Ports | undefined {
  if (port !== undefined && several !== undefined) {
    report([...path, 'ports'], 'cannot stand beside `port`; list all ports in `ports`');
  }
  const [first, ...more] = new Set(several?.flatMap((each) => each ?? []) ?? (port === undefined ? [] : [port]));
  return first === undefined ? undefined : [first, ...more];
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

/** What a target is judged as. */
export interface ChosenRole {
  readonly role: Role;
  readonly policy: PolicyId;
}

/**
 * A missing role or policy follows from the other one; if both are missing, the target is any TLS server. The error is a clause
 * about the field that does not fit.
 */
export function chooseRole(
  { role, policy: id }: { readonly role?: Role | undefined; readonly policy?: PolicyId | undefined },
  policies: Policies,
): Result<ChosenRole, { readonly field: 'role' | 'policy'; readonly message: string }> {
  if (id !== undefined) {
    const unknown = objectToPolicy(id, policies);
    if (unknown !== undefined) return err({ field: 'policy', message: unknown });
  }
  const policy = id === undefined ? policyWith(role ?? 'server', policies) : findPolicy(id, policies);
  if (policy === undefined) return err({ field: 'role', message: unknownRole(role ?? 'server', policies) });
  const chosen = role ?? likelyRole(policy);
  if (chosen === undefined) {
    const message = `is missing: policy ${policy.id} has ${Object.keys(policy.roles).join(', ')}`;
    return err({ field: 'role', message });
  }
  const objection = objectToRole(chosen, policy);
  return objection === undefined ? ok({ role: chosen, policy: policy.id }) : err({ field: 'role', message: objection });
}

/** The first policy that has the role. */
function policyWith(role: Role, policies: Policies): Policy | undefined {
  return [...policies.values()].find(({ roles }) => roles[role] !== undefined);
}

function unknownRole(role: Role, policies: Policies): string {
  const known = [...policies.values()].flatMap(({ roles }) => Object.keys(roles));
  return `unknown role ${quote(role)}; ${suggestWord(role, [...new Set(known)])}; a role of another policy needs that policy too`;
}

/** The only role that a policy adds to those it extends, or else that of any server. */
function likelyRole({ topology, roles, documents }: Policy): Role | undefined {
  if (topology === 'cwa') return 'virtual-server';
  const own = Object.keys(documents.at(-1)?.roles ?? {}).filter((role) => roles[role] !== undefined);
  const [only, ...others] = own;
  if (only !== undefined && others.length === 0) return only;
  return roles['server'] === undefined ? undefined : 'server';
}

/** A clause if the host does not fit the role, or the role needs a port. */
export function objectToHost(
  host: string,
  role: Role,
  port: number | undefined,
): { readonly field: 'host' | 'port'; readonly message: string } | undefined {
  if (role === 'mtls') {
    // No host name has a slash.
    if (host.includes('/'))
      return { field: 'host', message: `${quote(host)} is a range; give the fully qualified name of each server` };
    const fqdn = parseFqdn(host);
    if (!fqdn.ok) return { field: 'host', message: fqdn.error };
    if (port === undefined) return { field: 'port', message: 'is missing: MTLS has no default port (5061 is usual)' };
  }
  const prefix = rolePrefixes[role];
  if (prefix !== undefined && !(host.startsWith(prefix) && host.length > prefix.length)) {
    return {
      field: 'host',
      message: `role ${role} needs a host that begins with "${prefix}"; ${quote(host)} does not`,
    };
  }
  return undefined;
}

/** What stands before the host of the virtual server's URL in the name that a role dials. */
export const rolePrefixes: Readonly<Partial<Record<Role, string>>> = { 'as-host': 'as.', 'download-host': 'download.' };
