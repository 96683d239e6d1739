import type { ProxyServer } from './proxy-server.ts';

/** The value of Proxy-Authorization (RFC 7617, in UTF-8); undefined: there is no user. */
export function basicCredentials({ user, password }: ProxyServer): string | undefined {
  if (user === undefined) return undefined;
  return `Basic ${Buffer.from(`${user}:${password ?? ''}`, 'utf8').toString('base64')}`;
}
