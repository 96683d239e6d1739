import type { AuditOptions } from '../../audit/contract.ts';
import type { Problem } from '../../model/problem.ts';
import { objectToPassword, parseProxyUrl } from '../../model/proxy-url.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { readEnvironmentProxies } from '../../net/proxy/environment-proxies.ts';
import { fromEnvironment } from '../../net/proxy/proxy-book.ts';
import type { RouteOverrides } from '../../targets/override-route.ts';
import type { Arguments } from '../command.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { readInputFile } from './input-file.ts';

/** A proxy that endpoints, or fetches, may be made through. */
export interface UsedProxy {
  /** In its one spelling; for fetches it may be `environment` or `none`, too. */
  readonly url: string;
  readonly isForFetching: boolean;
  /** Where the password of its user is; undefined: not declared. */
  readonly passwordFile: string | undefined;
  /** The targets file that declares it; undefined: the command line. */
  readonly declaredIn: string | undefined;
}

/** What proxies take beside their URLs. */
export type ProxySecrets = Pick<AuditOptions, 'proxyPasswords' | 'environmentProxies'>;

const variable = 'CERTMUSTER_PROXY_PASSWORD';

/** Nobody types a password of this length; tokens in its place are shorter, too. */
const maxPasswordBytes = 4_096;

/**
 * Reads the passwords of all proxies that are used as someone: from the file that the targets file names, else from
 * `--proxy-password-file`, else from the environment. Neither a password nor the name of its file is ever quoted, since one may stand
 * in the place of the other.
 */
export async function readProxySecrets(
  declared: readonly UsedProxy[],
  { proxy, fetchProxy }: RouteOverrides,
  args: Arguments,
  { environment }: Pick<ProcessContext, 'environment'>,
): Promise<Result<ProxySecrets, readonly Problem[]>> {
  const chosen = { passwordFile: undefined, declaredIn: undefined };
  const used: readonly UsedProxy[] = [
    ...declared.filter(({ isForFetching }) => (isForFetching ? fetchProxy : proxy) === undefined),
    ...(proxy === undefined ? [] : [{ ...chosen, url: proxy, isForFetching: false }]),
    ...(fetchProxy === undefined ? [] : [{ ...chosen, url: fetchProxy, isForFetching: true }]),
  ];
  const problems: Problem[] = [];
  const commonFile = args.text('proxy-password-file');
  const common = commonFile === undefined ? environment[variable] || undefined : await read(commonFile, problems);
  const passwords = new Map<string, string>();
  const declaredFiles = filesOf(used, problems);
  for (const [url, origin] of originsOf(used)) {
    const parsed = parseProxyUrl(url);
    if (!parsed.ok || parsed.value.user === undefined) continue;
    const file = declaredFiles.get(url);
    const at = file === undefined ? origin : `passwordFile of ${url} in ${origin}`;
    const password = file === undefined ? common : await read(file, problems, at);
    if (password === undefined && file === undefined && commonFile === undefined)
      problems.push(
        problem(`the proxy ${url} has a user but no password; use --proxy-password-file or ${variable}`, at),
      );
    const objection = password === undefined ? undefined : objectToPassword(parsed.value, password);
    if (objection !== undefined) problems.push(problem(`the password for the proxy ${url} ${objection}`, at));
    if (password !== undefined) passwords.set(url, password);
  }
  if (commonFile !== undefined && passwords.size === 0 && problems.length === 0)
    problems.push(problem('no proxy has a user for this password; use http://USER@HOST:PORT', '--proxy-password-file'));
  const secrets = { proxyPasswords: passwords };
  if (!used.some(({ url }) => url === fromEnvironment)) return problems.length === 0 ? ok(secrets) : err(problems);
  const proxies = readEnvironmentProxies(environment);
  if (!proxies.ok) problems.push(problem(`${proxies.error.variable} ${proxies.error.message}`, '--fetch-proxy'));
  return proxies.ok && problems.length === 0 ? ok({ ...secrets, environmentProxies: proxies.value }) : err(problems);
}

/** Each proxy once, with what names it first. */
function originsOf(used: readonly UsedProxy[]): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const { url, declaredIn, isForFetching } of used) {
    if (!origins.has(url)) origins.set(url, declaredIn ?? (isForFetching ? '--fetch-proxy' : '--proxy'));
  }
  return origins;
}

/** One user has one password, wherever the proxy is named. */
function filesOf(used: readonly UsedProxy[], problems: Problem[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { url, passwordFile, declaredIn = '' } of used) {
    if (passwordFile === undefined) continue;
    if ((files.get(url) ?? passwordFile) !== passwordFile)
      problems.push(problem(`the proxy ${url} has two different password files; name one`, declaredIn));
    files.set(url, passwordFile);
  }
  return files;
}

async function read(path: string, problems: Problem[], at = '--proxy-password-file'): Promise<string | undefined> {
  const file = await readInputFile(path, maxPasswordBytes);
  if (file.ok) return Buffer.from(file.value.bytes).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
  // The system's message may contain the file name.
  problems.push(problem(`names a file that ${file.error.replace(/:.*/s, '')}`, at));
  return undefined;
}
