import type { Endpoint } from './endpoint.ts';

/** Where an endpoint is, as people say it: `cwa02.contoso.local 10.0.0.12:443`, or `www.contoso.com:443` if its address is not known. */
export function describePlace({
  server,
  host,
  address,
  port,
}: Pick<Endpoint, 'server' | 'host'> & { readonly address: string | null; readonly port: number | null }): string {
  const name = server ?? host;
  if (port === null) return name;
  return address === null || address === name ? `${bracket(name)}:${port}` : `${name} ${bracket(address)}:${port}`;
}

function bracket(hostOrAddress: string): string {
  return hostOrAddress.includes(':') ? `[${hostOrAddress}]` : hostOrAddress;
}
