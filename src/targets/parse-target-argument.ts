import { err, ok, type Result } from '../model/result.ts';
import type { PolicyId, Role, StartTlsProtocol } from '../model/vocabulary.ts';
import { parseHost } from './host-name.ts';
import { findPolicy, type Policies } from '../policy/policies.ts';
import { chooseRole, objectToHost } from './choose-role.ts';
import { quote } from '../model/problem.ts';
import type { PlainTarget } from './targets.ts';
import { type HostRange, objectToSize, parseHostRange, splitRange } from './host-range.ts';
import { parsePorts, type Ports } from './ports.ts';
import { parseTargetUrl, splitAuthority, withoutUser } from './target-url.ts';
import { startTlsPort } from './url-schemes.ts';
import { httpsPort, parseVirtualServerUrl, type VirtualServerUrl } from './virtual-server-url.ts';

/** What one argument of the command line, or one line of a list, asks for. */
export type AdHocTarget =
  /** A CWA virtual server, dialed by all its names: each in its own role, or all in the role given. */
  | {
      readonly kind: 'virtual-server';
      readonly url: VirtualServerUrl;
      readonly role: Role | undefined;
      readonly policy: PolicyId;
    }
  | { readonly kind: 'plain'; readonly target: PlainTarget };

/** `--role`, `--policy`, `--starttls` and `--port`. */
export interface AdHocChoice {
  /** What targets without a scheme speak before TLS; absent: nothing. */
  readonly startTls?: StartTlsProtocol | undefined;
  /** Ports of targets that name none; absent: those of their scheme, else 443. */
  readonly ports?: Ports | undefined;
  readonly role: Role | undefined;
  readonly policy: PolicyId | undefined;
}

/** An argument that names a file (or `-`, standard input) and what the file contains. */
export interface FileArgument {
  readonly path: string;
  readonly holds: 'targets' | 'ndjson' | 'list';
}

/**
 * Whether an argument names a file: `-`, an ending .json, .yaml, .yml, .ndjson or .txt, or a path separator without `://`, unless a port stands
 * before it, or a drive of Windows (`C:hosts`). A file with another ending is a list. `10.0.0.0/28` is a range; a file of that name is
 * `./10.0.0.0/28`.
 */
export function parseFileArgument(text: string): FileArgument | undefined {
  if (text === '-') return { path: text, holds: 'list' };
  if (text.includes('://') || splitRange(text) !== undefined) return undefined;
  if (/^(?:\[[^\]]*\]|[^:/\\]+):\d[\d,-]*[/?#]/.test(text)) return undefined;
  if (/\.(?:json|ya?ml)$/i.test(text)) return { path: text, holds: 'targets' };
  if (/\.ndjson$/i.test(text)) return { path: text, holds: 'ndjson' };
  return /\.txt$|[/\\]|^[a-z]:[^\d:][^:]*$/i.test(text) ? { path: text, holds: 'list' } : undefined;
}

/** Reads a URL of a protocol that begins with TLS or changes to it, or `host[:port]`; a path is ignored. The error is a clause that says what is wrong. */
export function parseTargetArgument(
  text: string,
  choice: AdHocChoice,
  policies: Policies,
): Result<AdHocTarget, string> {
  const chosen = chooseRole(choice, policies);
  if (!chosen.ok) return err(chosen.error.message);
  const { role, policy } = chosen.value;
  const hasVirtualServers = findPolicy(policy, policies).topology === 'cwa';
  const judged = { role, policy, hasVirtualServers, startTls: choice.startTls, ports: choice.ports };
  return text.includes('://') ? parseUrl(text, choice, judged, policies) : parseHostAndPort(text, judged);
}

/** What a host is judged as, and whether the policy knows virtual servers. */
interface JudgedAs {
  readonly role: Role;
  readonly policy: PolicyId;
  readonly hasVirtualServers: boolean;
  /** What is spoken before TLS if the target does not say; undefined: nothing. */
  readonly startTls: StartTlsProtocol | undefined;
  /** Of targets that name none. */
  readonly ports: Ports | undefined;
}

/** Roles of what stands in front of the servers and answers to all names of the virtual server. */
const rolesOfAllNames: readonly Role[] = ['load-balancer', 'reverse-proxy-external', 'reverse-proxy-internal'];

function parseUrl(
  text: string,
  choice: AdHocChoice,
  forAll: JudgedAs,
  policies: Policies,
): Result<AdHocTarget, string> {
  // The scheme says what is spoken before TLS.
  const judged = { ...forAll, startTls: undefined };
  const any = parseTargetUrl(text, judged.ports);
  if (!any.ok) return any;
  // A virtual server has three names, and a range has none.
  if (any.value.scheme !== 'https' || any.value.range !== undefined) return plain(any.value, judged);
  const { role, policy, hasVirtualServers } = judged;
  const whole = findPolicy(choice.policy ?? 'cwa-2007-r2', policies);
  const isWhole = choice.role === undefined && whole.topology === 'cwa';
  if (!isWhole && !(hasVirtualServers && rolesOfAllNames.includes(role))) return plain(any.value, judged);
  const url = parseVirtualServerUrl(text, judged.ports);
  if (!url.ok) return url;
  return isWhole
    ? ok({ kind: 'virtual-server', url: url.value, role: undefined, policy: whole.id })
    : ok({ kind: 'virtual-server', url: url.value, role, policy });
}

function parseHostAndPort(text: string, judged: JudgedAs): Result<AdHocTarget, string> {
  const shown = quote(withoutUser(text));
  // `sips:alice@contoso.com` is a URL too, and what stands before @ may be a password.
  if (/^[^/?#]*@/.test(text)) return err(`${shown} is given with a user; use HOST[:PORT]`);
  const place = parseHosts(text);
  if (!place.ok) return err(place.error ?? `${shown} is neither a host, host:port, https://host nor a file`);
  const { ports: portText, ...hosts } = place.value;
  const ports = portText === undefined ? undefined : parsePorts(portText);
  if (ports?.ok === false) return err(`${shown} ${ports.error}`);
  const excess = objectToSize(hosts.range?.addresses, ports?.value ?? judged.ports ?? [httpsPort]);
  if (excess !== undefined) return err(`${shown} ${excess}`);
  return plain({ ...hosts, ports: ports?.value }, judged);
}

/** Reads what is no URL. An error without words: it is no authority. */
function parseHosts(
  text: string,
): Result<Omit<HostsAndPorts, 'ports'> & { readonly ports: string | undefined }, string | undefined> {
  const parts = splitRange(text);
  if (parts !== undefined) {
    const range = parseHostRange(parts);
    if (!range.ok) return range;
    return ok({ host: range.value.text, isAddress: false, range: range.value, ports: parts.ports, hasRest: false });
  }
  const bareIpv6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text);
  const authority = bareIpv6 ? { host: text, port: undefined, hasRest: false } : splitAuthority(text);
  if (authority === undefined) return err(undefined);
  const host = parseHost(authority.host);
  if (!host.ok) return host;
  const { text: name, isAddress } = host.value;
  return ok({ host: name, isAddress, range: undefined, ports: authority.port, hasRest: authority.hasRest });
}

interface HostsAndPorts {
  readonly host: string;
  readonly isAddress: boolean;
  readonly range: HostRange | undefined;
  /** Undefined: none were given. */
  readonly ports: Ports | undefined;
  readonly hasRest: boolean;
  /** Undefined: the target does not say. */
  readonly startTls?: StartTlsProtocol | undefined;
  /** Undefined: those of the run. */
  readonly alpn?: readonly string[] | undefined;
}

function plain(
  { host, isAddress, range, ports, hasRest, startTls: own, alpn }: HostsAndPorts,
  { role, policy, hasVirtualServers, startTls = own, ports: wanted }: JudgedAs,
): Result<AdHocTarget, string> {
  const named = ports ?? wanted;
  const objection = objectToHost(host, role, named?.[0]);
  if (objection !== undefined) return err(objection.message);
  const none = { address: null, serverName: undefined, trust: undefined };
  const [port, ...morePorts] = named ?? [startTls === undefined ? httpsPort : startTlsPort(startTls)];
  return ok({
    kind: 'plain',
    target: {
      ...{ host, isAddress, role, policy, hasVirtualServers, ...none, port },
      ...(range && { range }),
      ...(morePorts.length > 0 && { morePorts }),
      ...(hasRest && { hasRest }),
      ...(startTls && { startTls }),
      ...(alpn && { alpn }),
    },
  });
}
