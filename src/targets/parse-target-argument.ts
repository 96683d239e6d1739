import { err, ok, type Result } from '../model/result.ts';
import type { PolicyId, Role, StartTlsProtocol } from '../model/vocabulary.ts';
import { parseHost } from './host-name.ts';
import { findPolicy, type Policies } from '../policy/policies.ts';
import { chooseRole, objectToHost } from './parse-plain-target.ts';
import { quote } from '../model/problem.ts';
import type { PlainTarget } from './targets.ts';
import { objectToStartTls, parsePort, parseTargetUrl, splitAuthority, withoutUser } from './target-url.ts';
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

/** `--role`, `--policy` and `--starttls`. */
export interface AdHocChoice {
  /** What targets without a scheme speak before TLS; absent: nothing. */
  readonly startTls?: StartTlsProtocol | undefined;
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
 * before it, or a drive of Windows (`C:hosts`). A file with another ending is a list.
 */
export function parseFileArgument(text: string): FileArgument | undefined {
  if (text === '-') return { path: text, holds: 'list' };
  if (text.includes('://') || /^(?:\[[^\]]*\]|[^:/\\]+):\d{1,5}[/?#]/.test(text)) return undefined;
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
  const judged = { role, policy, hasVirtualServers, startTls: choice.startTls };
  return text.includes('://') ? parseUrl(text, choice, judged, policies) : parseHostAndPort(text, judged);
}

/** What a host is judged as, and whether the policy knows virtual servers. */
interface JudgedAs {
  readonly role: Role;
  readonly policy: PolicyId;
  readonly hasVirtualServers: boolean;
  /** What is spoken before TLS if the target does not say; undefined: nothing. */
  readonly startTls: StartTlsProtocol | undefined;
}

/** Roles of what stands in front of the servers and answers to all names of the virtual server. */
const rolesOfAllNames: readonly Role[] = ['load-balancer', 'reverse-proxy-external', 'reverse-proxy-internal'];

function parseUrl(
  text: string,
  choice: AdHocChoice,
  judged: JudgedAs,
  policies: Policies,
): Result<AdHocTarget, string> {
  const any = parseTargetUrl(text);
  if (!any.ok) return any;
  const misfit = objectToStartTls(any.value, judged.startTls);
  if (misfit !== undefined) return err(misfit);
  if (any.value.scheme !== 'https') return plain(any.value, judged);
  const url = parseVirtualServerUrl(text);
  if (!url.ok) return url;
  const { role, policy, hasVirtualServers } = judged;
  const whole = findPolicy(choice.policy ?? 'cwa-2007-r2', policies);
  if (choice.role === undefined && whole.topology === 'cwa') {
    return ok({ kind: 'virtual-server', url: url.value, role: undefined, policy: whole.id });
  }
  if (hasVirtualServers && rolesOfAllNames.includes(role)) {
    return ok({ kind: 'virtual-server', url: url.value, role, policy });
  }
  return plain(any.value, judged);
}

function parseHostAndPort(text: string, judged: JudgedAs): Result<AdHocTarget, string> {
  const bareIpv6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text);
  const shown = quote(withoutUser(text));
  // `sips:alice@contoso.com` is a URL too, and what stands before @ may be a password.
  if (/^[^/?#]*@/.test(text)) return err(`${shown} is given with a user; use HOST[:PORT]`);
  const parts = bareIpv6 ? { host: text, port: undefined, hasRest: false } : splitAuthority(text);
  if (parts === undefined) return err(`${shown} is neither a host, host:port, https://host nor a file`);
  const host = parseHost(parts.host);
  if (!host.ok) return host;
  const port = parts.port === undefined ? undefined : parsePort(parts.port);
  if (parts.port !== undefined && port === undefined) {
    return err(`${shown} has the port ${quote(parts.port)}; use a port from 1 to 65535`);
  }
  const { text: name, isAddress } = host.value;
  return plain({ host: name, isAddress, port, hasRest: parts.hasRest }, judged);
}

interface HostAndPort {
  readonly host: string;
  readonly isAddress: boolean;
  /** Undefined: none was given. */
  readonly port: number | undefined;
  readonly hasRest: boolean;
  /** Undefined: the target does not say. */
  readonly startTls?: StartTlsProtocol | undefined;
}

function plain(
  { host, isAddress, port, hasRest, startTls: own }: HostAndPort,
  { role, policy, hasVirtualServers, startTls = own }: JudgedAs,
): Result<AdHocTarget, string> {
  const objection = objectToHost(host, role, port);
  if (objection !== undefined) return err(objection.message);
  const none = { address: null, serverName: undefined, trust: undefined };
  const rest = hasRest ? { hasRest } : {};
  return ok({
    kind: 'plain',
    target: {
      ...{ host, isAddress, role, policy, hasVirtualServers, ...none, ...rest },
      port: port ?? (startTls === undefined ? httpsPort : startTlsPort(startTls)),
      ...(startTls && { startTls }),
    },
  });
}
