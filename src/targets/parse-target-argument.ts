import { err, ok, type Result } from '../model/result.ts';
import type { PolicyId, Role } from '../model/vocabulary.ts';
import { parseHost } from './host-name.ts';
import type { Policies } from './parse-context.ts';
import { objectToHost, objectToRole, roleAndPolicy } from './parse-plain-target.ts';
import { quote } from '../model/problem.ts';
import type { PlainTarget } from './targets.ts';
import { httpsPort, parsePort, parseVirtualServerUrl, type VirtualServerUrl } from './virtual-server-url.ts';

/** What one argument of the command line, or one line of a list, asks for. */
export type AdHocTarget =
  /** A CWA virtual server, dialled by all its names: each in its own role, or all in the role given. */
  | { readonly kind: 'virtual-server'; readonly url: VirtualServerUrl; readonly role: Role | undefined }
  | { readonly kind: 'plain'; readonly target: PlainTarget };

/** `--role` and `--policy`. */
export interface AdHocChoice {
  readonly role: Role | undefined;
  readonly policy: PolicyId | undefined;
}

/** An argument that names a file (or `-`, standard input) and what the file contains. */
export interface FileArgument {
  readonly path: string;
  readonly holds: 'targets' | 'ndjson' | 'list';
}

/**
 * Whether an argument names a file: `-`, an ending .json, .ndjson or .txt, or a path separator without `://`. A file with
 * another ending is a list.
 */
export function parseFileArgument(text: string): FileArgument | undefined {
  if (text === '-') return { path: text, holds: 'list' };
  if (text.includes('://')) return undefined;
  if (/\.json$/i.test(text)) return { path: text, holds: 'targets' };
  if (/\.ndjson$/i.test(text)) return { path: text, holds: 'ndjson' };
  return /\.txt$|[/\\]/i.test(text) ? { path: text, holds: 'list' } : undefined;
}

/** Reads `https://host[:port]` or `host[:port]`. The error is a clause that says what is wrong. */
export function parseTargetArgument(
  text: string,
  choice: AdHocChoice,
  policies: Policies,
): Result<AdHocTarget, string> {
  const { role, policy } = roleAndPolicy(choice.role, choice.policy);
  const unknownRole = objectToRole(role, policies[policy]);
  if (unknownRole !== undefined) return err(unknownRole);
  return text.includes('://') ? parseUrl(text, choice, { role, policy }) : parseHostAndPort(text, { role, policy });
}

/** Roles of what stands in front of the servers and answers to all names of the virtual server. */
const rolesOfAllNames: readonly Role[] = ['load-balancer', 'reverse-proxy-external', 'reverse-proxy-internal'];

function parseUrl(
  text: string,
  choice: AdHocChoice,
  { role, policy }: { readonly role: Role; readonly policy: PolicyId },
): Result<AdHocTarget, string> {
  const url = parseVirtualServerUrl(text);
  if (!url.ok) return url;
  const isWhole = choice.role === undefined && choice.policy !== 'tls-server';
  if (isWhole) return ok({ kind: 'virtual-server', url: url.value, role: undefined });
  if (rolesOfAllNames.includes(role)) return ok({ kind: 'virtual-server', url: url.value, role });
  return plain(url.value.host, url.value.isAddress, url.value.port, { role, policy });
}

function parseHostAndPort(
  text: string,
  { role, policy }: { readonly role: Role; readonly policy: PolicyId },
): Result<AdHocTarget, string> {
  if (/\.ya?ml$/i.test(text)) return err(`${quote(text)} is a YAML file; a targets file is JSON`);
  const bareIpv6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text);
  const parts = bareIpv6 ? [text, text, undefined] : /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(text);
  const host = parts && parseHost(parts[1] ?? '');
  if (host === null) return err(`${quote(text)} is neither a host, host:port, https://host nor a file`);
  if (!host.ok) return host;
  const portText = parts?.[2];
  const port = portText === undefined ? undefined : parsePort(portText);
  if (portText !== undefined && port === undefined) {
    return err(`${quote(text)} has the port ${quote(portText)}; use a port from 1 to 65535`);
  }
  return plain(host.value.text, host.value.isAddress, port, { role, policy });
}

function plain(
  host: string,
  isAddress: boolean,
  port: number | undefined,
  { role, policy }: { readonly role: Role; readonly policy: PolicyId },
): Result<AdHocTarget, string> {
  const objection = objectToHost(host, role, port);
  if (objection !== undefined) return err(objection.message);
  const none = { address: null, serverName: undefined, trust: undefined };
  return ok({ kind: 'plain', target: { host, isAddress, port: port ?? httpsPort, role, policy, ...none } });
}
