import { matchesWholeLabelWildcard } from '../../pki/names/wildcard.ts';
import type { RegistrableName } from '../../pki/names/registrable-name.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import type { PresentedKey } from './presented-key.ts';

/**
 * Groups the endpoints that present one key by who holds it; endpoints of different holders are unrelated. Two endpoints have
 * one holder if they belong to one deployment or virtual server, if they present one certificate (`name-match` judges whether
 * it fits them), or if their names have one owner. The names of an endpoint are the host dialed and, if the certificate
 * fits that host or the host is an IP address, which has no owner, all names of the certificate. So the hosts below a
 * wildcard have one holder, and so have a certificate and its renewal. Holders with an endpoint in common are one.
 */
export function groupByHolder(
  endpoints: readonly PresentedKey[],
  registrableName: RegistrableName,
): readonly (readonly PresentedKey[])[] {
  const holders: { readonly marks: Set<string>; readonly endpoints: PresentedKey[] }[] = [];
  for (const endpoint of endpoints) {
    const marks = new Set(marksOf(endpoint, registrableName));
    const members = [endpoint];
    for (let index = holders.length - 1; index >= 0; index -= 1) {
      const holder = holders[index];
      if (holder === undefined || ![...marks].some((mark) => holder.marks.has(mark))) continue;
      for (const mark of holder.marks) marks.add(mark);
      members.unshift(...holder.endpoints);
      holders.splice(index, 1);
    }
    holders.push({ marks, endpoints: members });
  }
  return holders.map((holder) => holder.endpoints);
}

/** Two endpoints that have one of these in common have one holder. */
function marksOf(endpoint: PresentedKey, registrableName: RegistrableName): readonly string[] {
  const { deployment, virtualServer, certificate, host, names } = endpoint;
  const counted = parseIpAddress(host) !== undefined || coversHost(endpoint) ? names : [];
  return [
    `certificate ${certificate}`,
    ...(deployment === null ? [] : [`deployment ${deployment}`]),
    ...(virtualServer === null ? [] : [`virtual server ${virtualServer}`]),
    ...[host, ...counted].map((name) => `owner ${registrableName(name)}`),
  ];
}

function coversHost({ host, names }: PresentedKey): boolean {
  return names.some((name) => matchesWholeLabelWildcard(name, host));
}
