import { parseIpAddress } from '../../model/ip-address.ts';

/** What one party registered to have a DNS name: `contoso.com` for `www.contoso.com` and `*.contoso.com`. Lower case. */
export type RegistrableName = (name: string) => string;

/**
 * Loads the public suffix list, some 20 ms. Its private part counts here: names under `azurewebsites.net` belong to unrelated
 * parties. A single label, a public suffix and an IP address are their own registrable name.
 */
export async function loadRegistrableNames(): Promise<RegistrableName> {
  const { getDomain } = await import('tldts');
  return (name) => {
    const plain = name.toLowerCase().replace(/^\*\./, '').replace(/\.$/, '');
    if (parseIpAddress(plain) !== undefined) return plain;
    return getDomain(plain, { allowPrivateDomains: true }) ?? plain;
  };
}
