import { matchesWholeLabelWildcard } from '../../pki/names/wildcard.ts';
import type { RegistrableName } from '../../pki/names/registrable-name.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import type { PresentedKey } from './presented-key.ts';

/**
 * Sorts those who present one key into parties that have nothing to do with each other. Related are endpoints of one
 * deployment or virtual server, those with one certificate (whether it is right for them judges `name-match`), and those whose
 * names have an owner in common: the registrable name of the host dialled and, where the certificate is right for that host or
 * the host is an IP address, which tells no owner, those of all its names. So a wildcard relates the hosts below it, and a
 * renewed certificate the old one. Whoever is related to both of two relates them.
 */
export function findParties(
  places: readonly PresentedKey[],
  registrableName: RegistrableName,
): readonly (readonly PresentedKey[])[] {
  const parties: { readonly signs: Set<string>; readonly members: PresentedKey[] }[] = [];
  for (const place of places) {
    const signs = new Set(signsOf(place, registrableName));
    const members = [place];
    for (let index = parties.length - 1; index >= 0; index -= 1) {
      const party = parties[index];
      if (party === undefined || ![...signs].some((sign) => party.signs.has(sign))) continue;
      for (const sign of party.signs) signs.add(sign);
      members.unshift(...party.members);
      parties.splice(index, 1);
    }
    parties.push({ signs, members });
  }
  return parties.map(({ members }) => members);
}

/** What two places have in common if they are related. */
function signsOf(place: PresentedKey, registrableName: RegistrableName): readonly string[] {
  const { deployment, virtualServer, certificate, host, names } = place;
  const counted = parseIpAddress(host) !== undefined || coversHost(place) ? names : [];
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
