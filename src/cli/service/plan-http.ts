import { parseIpAddress } from '../../model/ip-address.ts';
import type { Problem } from '../../model/problem.ts';
import type { HttpConfig } from '../../model/service-http-config.ts';
import { demandsCredentials, type HttpPlan } from '../../service/http/http-plan.ts';
import { parseListenAddress } from '../options/listen-address.ts';
import type { ProcessContext } from '../process-context.ts';
import { planTls } from './plan-tls.ts';
import { planTokens } from './plan-tokens.ts';

const defaultListen = '127.0.0.1:9443';
const defaultRequestsPerMinute = 600;

/** What planning takes from the process. */
export type HttpSurroundings = Pick<ProcessContext, 'environment' | 'now'>;

/** Reads where the HTTP interface listens, what it shows and who is let in, and adds what is wrong to `problems`. */
export async function planHttp(
  config: HttpConfig,
  problems: Problem[],
  surroundings: HttpSurroundings,
): Promise<HttpPlan> {
  const { listen = defaultListen, publicUrl, requestsPerMinute = defaultRequestsPerMinute } = config;
  const addresses = [listen].flat().flatMap((text) => {
    const address = parseListenAddress(text);
    if (address === undefined) {
      const message = `${JSON.stringify(text)} is not an address with a port; use for instance 127.0.0.1:9443 or [::1]:9443`;
      problems.push({ path: 'http.listen', message });
    }
    return address === undefined ? [] : [address];
  });
  const publicOrigin = publicUrl === undefined ? undefined : readOrigin(publicUrl);
  if (publicUrl !== undefined && publicOrigin === undefined) {
    const message = 'is not a URL of http or https without a path; use for instance https://audit.contoso.com';
    problems.push({ path: 'http.publicUrl', message });
  }
  const { tokens = [], tls } = config;
  const callers = await planTokens(tokens, problems, surroundings);
  const secured = tls === undefined ? undefined : await planTls(tls, problems, { ...surroundings, publicOrigin });
  const files = [
    ...(tls === undefined ? [] : [tls.certificate, tls.key, tls.clientAuthorities ?? []].flat()),
    ...tokens.flatMap(({ token }) => ('file' in token ? [token.file] : [])),
  ];
  const plan = { addresses, publicOrigin, tls: secured?.plan, callers, requestsPerMinute, files };
  if (problems.length === 0) objectToOpenDoor(plan, problems);
  return { ...plan, warnings: secured?.warnings ?? [] };
}

function readOrigin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPlain && url.pathname === '/' && url.search === '' && url.hash === '' ? url.origin : undefined;
}

/** Beyond this machine nobody listens in, and nobody is let in who shows nothing. */
function objectToOpenDoor(plan: Pick<HttpPlan, 'addresses' | 'tls' | 'callers'>, problems: Problem[]): void {
  const beyond = plan.addresses.find(({ host }) => !isLoopback(host));
  if (beyond === undefined) return;
  const address = `${beyond.host} can be reached from other machines`;
  if (plan.tls === undefined) {
    problems.push({
      path: 'http.listen',
      message: `${address}, which needs TLS; set http.tls, or listen on 127.0.0.1`,
    });
  }
  if (!demandsCredentials(plan)) {
    const message = `${address}, and anyone could start audits there; set http.tokens or http.tls.clientAuthorities, or listen on 127.0.0.1`;
    problems.push({ path: 'http.listen', message });
  }
}

function isLoopback(host: string): boolean {
  const bytes = parseIpAddress(host);
  if (bytes === undefined) return false;
  return bytes.length === 4 ? bytes[0] === 127 : bytes.every((byte, index) => byte === (index === 15 ? 1 : 0));
}
